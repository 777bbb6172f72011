import { boolean, choice } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { resizedGrid } from '../../tensor/resize';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { sidesOf, sidesOver, type Grid } from './grid';

/** A signed class activation map on the layer's grid. */
export interface RawMap extends Grid {
  readonly values: Float64Array;
}

/** How a map on a layer's grid is enlarged. */
export const interpolationParameter = choice({
  name: 'interpolation',
  label: 'Enlarge by',
  default: 'bilinear',
  choices: [
    { value: 'bilinear', label: 'Bilinear' },
    { value: 'nearest', label: 'Nearest (the true resolution)' },
  ],
});

/** Parameters every CAM method has. */
export const camParameters = Object.freeze([
  boolean({
    name: 'reluAttributions',
    label: 'Positive part only',
    default: false,
    description: 'Cut negative values before enlarging',
  }),
  interpolationParameter,
] as const);

export type CamValues = ValuesOf<typeof camParameters>;

/**
 * The map at the input's size, [1, 1, …]: signed, not normalised.
 * @throws LensError `unsupported-model` where the layer's places are none of the input
 */
export function upsampled(
  raw: RawMap,
  inputDims: readonly number[],
  { interpolation }: Pick<CamValues, 'interpolation'>,
): FloatTensor {
  const size = inputDims.slice(2);
  const mode = interpolation === 'nearest' ? 'nearest' : 'linear';
  const sides = sidesOver(raw, size);
  const values = resizedGrid(raw.values, sidesOf(raw, sides.length), sides, { mode });
  return floats([1, 1, ...size], Float32Array.from(values));
}

/** The map's positive part, if the parameters ask for it. */
export function rectified(raw: RawMap, { reluAttributions }: CamValues): RawMap {
  return reluAttributions ? { ...raw, values: raw.values.map((v) => Math.max(v, 0)) } : raw;
}
