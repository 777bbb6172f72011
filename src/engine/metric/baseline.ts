import { gaussianBlur } from '../tensor/blur';
import type { FloatTensor } from '../tensor/tensor';
import { positionsOf } from './metric';
import { riseBlur } from './rise-blur';

/** What stands where pixels are taken away. */
export interface Baseline {
  readonly id: string;
  readonly label: string;
  make(input: FloatTensor, black: readonly number[]): FloatTensor;
}

const filled = (input: FloatTensor, value: (channel: number) => number): FloatTensor => {
  const positions = positionsOf(input);
  const channels = input.dims[1];
  return { ...input, data: input.data.map((_, i) => value(Math.floor(i / positions) % channels)) };
};

export const BASELINES: readonly Baseline[] = Object.freeze<Baseline[]>([
  { id: 'zeros', label: '0 of the preprocessed tensor (the data mean)', make: (input) => filled(input, () => 0) },
  {
    id: 'black',
    label: 'black pixels, (0 − mean) / std',
    make: (input, black) => filled(input, (c) => black[c % black.length]),
  },
  {
    id: 'minimum',
    label: 'the smallest value of the tensor',
    make: (input) => {
      const smallest = input.data.reduce((a, b) => Math.min(a, b), Infinity);
      return filled(input, () => smallest);
    },
  },
  {
    id: 'blur-rise',
    label: 'blurred as in RISE (11 × 11, σ 5, dark borders)',
    make: (input) => riseBlur(input, 11, 5),
  },
  {
    id: 'blur-gaussian',
    label: 'blurred (Gaussian, σ 5, reflecting borders)',
    make: (input) => gaussianBlur(input, 5, 4),
  },
]);

/** The baseline of that id; the first when there is none. */
export function baselineOf(id: unknown): Baseline {
  return BASELINES.find((b) => b.id === id) ?? BASELINES[0];
}

export const BASELINE_CHOICES = BASELINES.map(({ id, label }) => ({ value: id, label }));
