import type { ParameterValues } from '../../protocol/parameter';
import { topCount, topMask } from '../statistics/overlap';
import type { Values } from '../statistics/values';
import { type FloatTensor } from '../tensor/tensor';
import { positionsOf } from './metric';

/** How a map in [0, 1] hides parts of an input before its second score. */
export interface Masking {
  readonly id: string;
  readonly label: string;
  /** The share of each position that stays. */
  keep(map: Values, params: ParameterValues): ArrayLike<number>;
}

/** The conventions in use; each hides with black but `multiply`, whose `space` decides. */
export const MASKINGS: readonly Masking[] = Object.freeze<Masking[]>([
  { id: 'multiply', label: 'Multiply by the map', keep: (map) => map },
  {
    id: 'keep-top-percent',
    label: 'Keep the top k %',
    keep: (map, params) => topMask(map, topCount(params.percent as number, map.length)),
  },
  {
    id: 'occlude-background',
    label: 'Occlude the background',
    keep: (map, params) => Float32Array.from(map, (v) => (v >= (params.threshold as number) ? 1 : 0)),
  },
  {
    id: 'occlude-subject',
    label: 'Occlude the subject',
    keep: (map, params) => Float32Array.from(map, (v) => (v >= (params.threshold as number) ? 0 : 1)),
  },
]);

/**
 * keep · x + (1 − keep) · hidden, per position and for all channels alike.
 * `hidden` is black, except that multiplying in the preprocessed space fades to 0, the data mean.
 * @param map one value in [0, 1] per position of the input [1, C, …]
 */
export function masked(
  input: FloatTensor,
  map: Values,
  params: ParameterValues,
  black: readonly number[],
): FloatTensor {
  const masking = MASKINGS.find((m) => m.id === params.convention) ?? MASKINGS[0];
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
