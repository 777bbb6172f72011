import { choicesOf, entryOf, registry } from '../parameter/entries';
import { choice, number } from '../parameter/kinds';
import type { ValuesOf } from '../parameter/schema';
import { topCount, topMask } from '../statistics/overlap';
import type { Values } from '../statistics/values';
import { type FloatTensor } from '../tensor/tensor';
import { positionsOf } from './metric';

/** How much of an input a masking keeps. */
interface Limits {
  /** Of positions kept. */
  readonly percent: number;
  /** From which on a position belongs to the subject. */
  readonly threshold: number;
}

/** How a map in [0, 1] hides parts of an input before its second score. */
interface Masking {
  readonly id: string;
  readonly label: string;
  /** What is left of an input. */
  leaves(limits: Limits): string;
  /** The share of each position that stays. */
  keep(map: Values, limits: Limits): ArrayLike<number>;
}

/** The conventions in use; each hides with black but `multiply`, whose `space` decides. */
const MASKINGS = registry<Masking>()([
  { id: 'multiply', label: 'Multiply by the map', leaves: () => 'times the map', keep: (map) => map },
  {
    id: 'keep-top-percent',
    label: 'Keep the top k %',
    leaves: ({ percent }) => `top ${percent} % kept`,
    keep: (map, { percent }) => topMask(map, topCount(percent, map.length)),
  },
  {
    id: 'occlude-background',
    label: 'Occlude the background',
    leaves: () => 'background occluded',
    keep: (map, { threshold }) => Float32Array.from(map, (v) => (v >= threshold ? 1 : 0)),
  },
  {
    id: 'occlude-subject',
    label: 'Occlude the subject',
    leaves: () => 'subject occluded',
    keep: (map, { threshold }) => Float32Array.from(map, (v) => (v >= threshold ? 0 : 1)),
  },
]);

export const MASKING_PARAMETERS = Object.freeze([
  choice({
    name: 'convention',
    label: 'Masking',
    default: 'multiply',
    choices: choicesOf(MASKINGS),
  }),
  choice({
    name: 'space',
    label: 'Multiply in',
    default: 'preprocessed',
    choices: [
      { value: 'preprocessed', label: 'the preprocessed tensor (0 is the data mean)' },
      { value: 'pixels', label: 'the image (0 is black)' },
    ],
    advanced: true,
  }),
  number({ name: 'percent', label: 'Kept', unit: '%', default: 30, minimum: 0, maximum: 100, advanced: true }),
  number({ name: 'threshold', label: 'Subject from', default: 0.25, minimum: 0, maximum: 1, advanced: true }),
] as const);

export type MaskingValues = ValuesOf<typeof MASKING_PARAMETERS>;

/** What a masking leaves of an input, in a few words. */
export const leftBy = (params: MaskingValues): string => entryOf(MASKINGS, params.convention, 'masking').leaves(params);

/** What is to be seen of metrics that mask. */
export const MASKING_EVIDENCE = 'the masked input with its score';

/**
 * keep · x + (1 − keep) · hidden, per position and for all channels alike.
 * `hidden` is black, except that multiplying in the preprocessed space fades to 0, the data mean.
 * @param map one value in [0, 1] per position of the input [1, C, …]
 */
export function masked(input: FloatTensor, map: Values, params: MaskingValues, black: readonly number[]): FloatTensor {
  const masking = entryOf(MASKINGS, params.convention, 'masking');
  const keep = masking.keep(map, params);
  const toMean = masking.id === 'multiply' && params.space !== 'pixels';
  const positions = positionsOf(input);
  const data = input.data.map((x, i) => {
    const share = keep[i % positions];
    const hidden = toMean ? 0 : black[Math.floor(i / positions) % black.length];
    return share * x + (1 - share) * hidden;
  });
  return { ...input, data };
}
