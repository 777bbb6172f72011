import type { Parameter, ParameterValue } from '../../../protocol/parameter';
import { resizedMap } from '../../tensor/resize';
import { floats, type FloatTensor } from '../../tensor/tensor';

/** A signed class activation map on the layer's grid. */
export interface RawMap {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

/** Parameters every CAM method has. */
export const camParameters: readonly Parameter[] = Object.freeze([
  {
    name: 'reluAttributions',
    label: 'Positive part only',
    kind: 'boolean',
    default: false,
    description: 'Cut negative values before enlarging',
  },
  {
    name: 'interpolation',
    label: 'Enlarge by',
    kind: 'choice',
    default: 'bilinear',
    choices: [
      { value: 'bilinear', label: 'Bilinear' },
      { value: 'nearest', label: 'Nearest (the true resolution)' },
    ],
  },
] satisfies Parameter[]);

/** The map at the input's size, [1, 1, …]: signed, not normalised. */
export function upsampled(
  raw: RawMap,
  inputDims: readonly number[],
  params: Readonly<Record<string, ParameterValue>>,
): FloatTensor {
  const size: readonly [number, number] = inputDims.length === 4 ? [inputDims[2], inputDims[3]] : [1, inputDims[2]];
  const mode = params.interpolation === 'nearest' ? 'nearest' : 'linear';
  const values = resizedMap(raw.values, [raw.height, raw.width], size, { mode });
  return floats([1, 1, ...inputDims.slice(2)], Float32Array.from(values));
}

/** The map's positive part, if the parameters ask for it. */
export function rectified(raw: RawMap, params: Readonly<Record<string, ParameterValue>>): RawMap {
  return params.reluAttributions ? { ...raw, values: raw.values.map((v) => Math.max(v, 0)) } : raw;
}
