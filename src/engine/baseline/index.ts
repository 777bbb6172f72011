import { LensError } from '../../protocol/error';
import { entryOf, registry } from '../parameter/entries';
import { gaussianBlur } from '../tensor/blur';
import type { RandomStream } from '../tensor/random';
import { asFloats, floats, reshaped, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';
import { rangesOf, type Levels } from './levels';
import { riseBlur } from './rise-blur';

/** What a baseline may be made of. */
export interface BaselineSource {
  /** [1, C, …], preprocessed. */
  readonly input: FloatTensor;
  readonly levels?: Partial<Levels>;
  /** From 0, black, to 1, white: what the baseline `level` takes. */
  readonly level?: number;
  /** What the baseline `file` takes. */
  readonly file?: Tensor;
  /** Random numbers of its own. */
  stream(): RandomStream;
}

/** What stands for "nothing there": the input from which, or with which, a method compares. */
interface Baseline {
  readonly id: string;
  readonly label: string;
  /** Draws random numbers. */
  readonly random?: true;
  /** A field that its source must have. */
  readonly takes?: 'level' | 'file';
  make(source: BaselineSource): FloatTensor;
}

/** One value per channel over the whole input. */
function perChannel({ input }: BaselineSource, valueOf: (channel: number) => number): FloatTensor {
  const filled = floats(input.dims);
  const size = sizeOf(input.dims.slice(2));
  for (let c = 0; c < input.dims[1]; c++) filled.data.fill(valueOf(c), c * size, (c + 1) * size);
  return filled;
}

function known(source: BaselineSource, level: keyof Levels): FloatTensor {
  const values = source.levels?.[level];
  if (values) return perChannel(source, (c) => values[c]);
  throw new LensError({
    code: 'invalid-argument',
    what: `the baseline ${level} needs to know how pixels become numbers, and the input is not an image`,
    next: 'Choose zeros, mean, a noise baseline or a file',
  });
}

/** Every baseline, of methods and of metrics, in the order of forms. To add one: a value here. */
export const BASELINES = registry<Baseline>()([
  {
    id: 'zeros',
    label: 'Zeros (the data mean where inputs are standardised)',
    make: ({ input }) => floats(input.dims),
  },
  { id: 'black', label: 'Black', make: (source) => known(source, 'black') },
  { id: 'white', label: 'White', make: (source) => known(source, 'white') },
  {
    id: 'level',
    label: 'A level between black and white (0.5: grey)',
    takes: 'level',
    make: (source) => {
      const { input, levels, level = 0.5 } = source;
      const ranges = rangesOf(input, levels);
      return perChannel(source, (c) => ranges[c][0] + (ranges[c][1] - ranges[c][0]) * level);
    },
  },
  {
    id: 'minimum',
    label: 'The smallest value of the input',
    make: (source) => {
      const smallest = source.input.data.reduce((a, b) => Math.min(a, b), Infinity);
      return perChannel(source, () => smallest);
    },
  },
  {
    id: 'mean',
    label: "The input's own mean per channel",
    make: (source) => {
      const { data, dims } = source.input;
      const size = sizeOf(dims.slice(2));
      return perChannel(source, (c) => data.subarray(c * size, (c + 1) * size).reduce((sum, v) => sum + v, 0) / size);
    },
  },
  {
    id: 'uniform',
    label: 'Uniform noise between black and white',
    random: true,
    make: ({ input, levels, stream }) => {
      const numbers = stream();
      const size = sizeOf(input.dims.slice(2));
      const ranges = rangesOf(input, levels);
      return floats(
        input.dims,
        Float32Array.from(input.data, (_, i) => {
          const [low, high] = ranges[Math.floor(i / size)];
          return low + (high - low) * numbers.uniform();
        }),
      );
    },
  },
  {
    id: 'normal',
    label: 'Normal noise with the mean and deviation of the input',
    random: true,
    make: ({ input: { data, dims }, stream }) => {
      const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
      const deviation = Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length);
      const numbers = stream();
      return floats(
        dims,
        Float32Array.from(data, () => mean + deviation * numbers.normal()),
      );
    },
  },
  {
    id: 'blur',
    label: 'The input blurred (Gaussian, sigma a tenth of the shorter side)',
    make: ({ input }) => gaussianBlur(input, Math.min(...input.dims.slice(2)) / 10),
  },
  {
    id: 'blur-gaussian',
    label: 'The input blurred (Gaussian, σ 5, reflecting borders)',
    make: ({ input }) => gaussianBlur(input, 5, 4),
  },
  {
    id: 'blur-rise',
    label: 'The input blurred as in RISE (11 × 11, σ 5, dark borders)',
    make: ({ input }) => riseBlur(input, 11, 5),
  },
  {
    id: 'file',
    label: 'From a file',
    takes: 'file',
    make: ({ file, input }) => {
      if (file) return reshaped(asFloats(file), input.dims);
      throw new LensError({
        code: 'invalid-argument',
        what: 'the baseline is to come from a file, but none was given',
        next: 'Choose a baseline file',
      });
    },
  },
]);

export type BaselineId = (typeof BASELINES)[number]['id'];

/** The baseline of an id, [1, C, …] like the input. @throws LensError for an id there is not */
export const baselineNamed = (id: string, source: BaselineSource): FloatTensor =>
  entryOf(BASELINES, id, 'baseline').make(source);
