import { resizedGrid } from '../tensor/resize';
import { asFloats, floats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { Adapter, CaseOutputs, RunCase } from './adapter';
import { explained } from './explanation';

/** u / (1e-7 + max u) with u = v − min v: pytorch-grad-cam's scaling. */
function minMax(values: Float64Array): Float64Array {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return values.map((v) => (v - low) / (1e-7 + high - low));
}

/**
 * pytorch-grad-cam normalises twice: before enlarging and after. Of several layers the mean is taken in between.
 * @param raws maps [height, width] of any sizes, of volumes [depth, height, width]
 */
export function fusedCam(raws: readonly FloatTensor[], inputDims: readonly number[], sign: 1 | -1 = 1): FloatTensor {
  const size = inputDims.slice(2);
  const sum = new Float64Array(sizeOf(size));
  for (const { data, dims } of raws) {
    const positive = minMax(Float64Array.from(data, (v) => Math.max(sign * v, 0)));
    resizedGrid(positive, dims, size).forEach((v, k) => (sum[k] += v / raws.length));
  }
  return floats(size, Float32Array.from(minMax(sum)));
}

const cam: RunCase = async (reference, files) => {
  const captum = 'reluAttributions' in reference.params;
  const interpolation = reference.params.interpolation === 'nearest' ? 'nearest' : 'bilinear';
  const convention = reference.method === 'ablation-cam' ? { convention: 'signed' } : {};
  const { map, details } = await explained(reference, files, {
    params: { ...reference.params, ...convention, ...(captum ? { interpolation } : {}) },
  });
  const raw = asFloats(details!.raw as FloatTensor);
  if (captum) return { raw: floats([1, 1, ...raw.dims], raw.data), upsampled: map };
  const inputDims = files.array(reference.input!).dims;
  const weights = details!.weights as FloatTensor | undefined;
  const outputs: CaseOutputs = {
    raw,
    upsampled: reshaped(map, map.dims.slice(2)),
    ...(weights && { weights }),
    cam: fusedCam([raw], inputDims),
  };
  if ('camNegated' in reference.expected) outputs.camNegated = fusedCam([raw], inputDims, -1);
  return outputs;
};

export const camsAdapter: Adapter = {
  suite: 'cams',
  methods: {
    'grad-cam': cam,
    'grad-cam-plus-plus': cam,
    'xgrad-cam': cam,
    'hires-cam': cam,
    'layer-cam': cam,
    'eigen-cam': cam,
    'eigen-grad-cam': cam,
    'score-cam': cam,
    'ablation-cam': cam,
    cam,
  },
};
