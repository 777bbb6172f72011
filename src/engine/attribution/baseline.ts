import { LensError } from '../../protocol/error';
import type { ChoiceParameter, NumberParameter } from '../../protocol/parameter';
import { gaussianBlur } from '../tensor/blur';
import { asFloats, floats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { MethodContext } from './method';

/** What stands for "nothing there": the input from which, or with which, a method compares. */
interface Baseline {
  readonly id: string;
  readonly label: string;
  /** Draws random numbers. */
  readonly random?: true;
  make(context: MethodContext): FloatTensor;
}

const channelsOf = (context: MethodContext): number => context.input.dims[1];

/** One value per channel over the whole input. */
function perChannel({ input }: MethodContext, valueOf: (channel: number) => number): FloatTensor {
  const filled = floats(input.dims);
  const size = sizeOf(input.dims.slice(2));
  for (let c = 0; c < input.dims[1]; c++) filled.data.fill(valueOf(c), c * size, (c + 1) * size);
  return filled;
}

function level(context: MethodContext, which: 'black' | 'white'): FloatTensor {
  const values = context.levels?.[which];
  if (!values) {
    throw new LensError({
      code: 'invalid-argument',
      what: `the baseline ${which} needs to know how pixels become numbers, and the input is not an image`,
      next: 'Choose zeros, mean, a noise baseline or a file',
    });
  }
  return perChannel(context, (c) => values[c]);
}

/** The smallest and largest value the input can take: black to white, or what occurs in it. */
function range(context: MethodContext, channel: number): readonly [number, number] {
  if (context.levels) return [context.levels.black[channel], context.levels.white[channel]];
  let low = Infinity;
  let high = -Infinity;
  for (const value of context.input.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** What the choice of a level takes. */
export const levelParameter: NumberParameter = {
  name: 'baselineLevel',
  label: 'Level',
  description: '0: black, 1: white; of an input that is no image, its smallest and its largest value',
  kind: 'number',
  default: 0.5,
  minimum: 0,
  maximum: 1,
  usedWith: { name: 'baseline', values: ['level'] },
};

const BASELINES: readonly Baseline[] = Object.freeze([
  {
    id: 'zeros',
    label: 'Zeros (the data mean where inputs are standardised)',
    make: ({ input }) => floats(input.dims),
  },
  { id: 'black', label: 'Black', make: (context) => level(context, 'black') },
  { id: 'white', label: 'White', make: (context) => level(context, 'white') },
  {
    id: 'level',
    label: 'A level between black and white (0.5: grey)',
    make: (context) => {
      const share = Number(context.params[levelParameter.name] ?? levelParameter.default);
      return perChannel(context, (c) => {
        const [low, high] = range(context, c);
        return low + (high - low) * share;
      });
    },
  },
  {
    id: 'mean',
    label: "The input's own mean per channel",
    make: (context) => {
      const size = sizeOf(context.input.dims.slice(2));
      return perChannel(
        context,
        (c) => context.input.data.subarray(c * size, (c + 1) * size).reduce((sum, v) => sum + v, 0) / size,
      );
    },
  },
  {
    id: 'uniform',
    label: 'Uniform noise between black and white',
    random: true,
    make: (context) => {
      const stream = context.draws.stream('baseline', 0);
      const size = sizeOf(context.input.dims.slice(2));
      const ranges = Array.from({ length: channelsOf(context) }, (_, c) => range(context, c));
      return floats(
        context.input.dims,
        Float32Array.from(context.input.data, (_, i) => {
          const [low, high] = ranges[Math.floor(i / size)];
          return low + (high - low) * stream.uniform();
        }),
      );
    },
  },
  {
    id: 'normal',
    label: 'Normal noise with the mean and deviation of the input',
    random: true,
    make: (context) => {
      const { data, dims } = context.input;
      const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
      const deviation = Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length);
      const stream = context.draws.stream('baseline', 0);
      return floats(
        dims,
        Float32Array.from(data, () => mean + deviation * stream.normal()),
      );
    },
  },
  {
    id: 'blur',
    label: 'The input blurred (Gaussian, sigma a tenth of the shorter side)',
    make: ({ input }) => gaussianBlur(input, Math.min(...input.dims.slice(2)) / 10),
  },
  {
    id: 'file',
    label: 'From a file',
    make: ({ files, input }) => {
      const given = files.baseline;
      if (!given)
        throw new LensError({
          code: 'invalid-argument',
          what: 'the baseline is to come from a file, but none was given',
          next: 'Choose a baseline file',
        });
      return reshaped(asFloats(given), input.dims);
    },
  },
]);

/** The schema entry methods with a baseline share. */
export const baselineParameter: ChoiceParameter = {
  name: 'baseline',
  label: 'Baseline',
  kind: 'choice',
  default: 'zeros',
  choices: BASELINES.map(({ id, label, random }) => ({ value: id, label, ...(random && { random }) })),
};

/**
 * The baseline named by the parameter `baseline`, [1, C, …] like the input.
 * Stored draws named `baseline` win over the name.
 */
export function baselineOf(context: MethodContext): FloatTensor {
  const stored = context.draws.given('baseline');
  if (stored) return reshaped(asFloats(stored), context.input.dims);
  const id = String(context.params.baseline ?? 'zeros');
  const entry = BASELINES.find((b) => b.id === id);
  if (!entry)
    throw new LensError({
      code: 'invalid-argument',
      what: `there is no baseline ${id}`,
      next: `Choose one of ${BASELINES.map((b) => b.id).join(', ')}`,
    });
  return entry.make(context);
}
