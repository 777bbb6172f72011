import { summary } from '../scattering/analysis';
import { filterBank1d, type Filter1d } from '../scattering/bank1d';
import { filterBank2d, type Filter2d, type FilterBank2d } from '../scattering/bank2d';
import { bankOf1d, paths1d, type ScatteringOptions1d } from '../scattering/options1d';
import { scatteringModel1d } from '../scattering/transform1d';
import { paths2d } from '../scattering/paths';
import { scatteringModel } from '../scattering/transform2d';
import { createSession } from '../session/runtime';
import type { Model } from '../graph/model';
import { asFloats, floats, sizeOf, type FloatTensor, type Tensor } from '../tensor/tensor';
import type { Adapter, CaseOutputs, ReferenceCase, RunCase } from './adapter';

const vector = (values: readonly number[]): Tensor => floats([values.length], values);
const whole = (values: readonly number[]): Tensor => ({
  type: 'int32',
  dims: [values.length],
  data: Int32Array.from(values),
});

function stacked(arrays: readonly Float64Array[], dims: readonly number[]): Tensor {
  const out = floats([arrays.length, ...dims]);
  arrays.forEach((array, i) => out.data.set(array, i * array.length));
  return out;
}

const bankOf = ({ params }: ReferenceCase): FilterBank2d =>
  filterBank2d({ height: params.paddedHeight, width: params.paddedWidth, J: params.J, L: params.L });

const filters2d: RunCase = (reference) => {
  const bank = bankOf(reference);
  const { height, width, phi, psi } = bank;
  const outputs: CaseOutputs = {};
  const chosen: readonly Filter2d[] =
    (reference.params.spatialIndices as number[] | undefined)?.map((i) => psi[i]) ?? psi;
  for (const name of Object.keys(reference.expected)) {
    const fourier = /^(phi|psi)Fourier(?:Level(\d+))?$/.exec(name);
    if (name === 'phiSpatial') outputs[name] = floats([height, width], Float32Array.from(phi.spatial().re));
    else if (name === 'psiSpatialReal')
      outputs[name] = stacked(
        chosen.map((f) => f.spatial().re),
        [height, width],
      );
    else if (name === 'psiSpatialImag')
      outputs[name] = stacked(
        chosen.map((f) => f.spatial().im),
        [height, width],
      );
    else if (fourier) outputs[name] = atLevel(reference, bank, fourier[1], Number(fourier[2] ?? 0));
  }
  return outputs;
};

function atLevel(
  { params }: ReferenceCase,
  { height, width, phi, psi }: FilterBank2d,
  family: string,
  level: number,
): Tensor {
  const dims = [height / 2 ** level, width / 2 ** level];
  if (family === 'phi') return floats(dims, Float32Array.from(phi.fourier(level)));
  const indices = params[`psiIndicesLevel${level}`] as number[] | undefined;
  const filters = indices ? indices.map((i) => psi[i]) : psi.filter((f) => f.levels > level);
  return stacked(
    filters.map((f) => f.fourier(level)),
    dims,
  );
}

const summary2d: RunCase = (reference, files) => {
  const bank = bankOf(reference);
  const { l2Norm, sum, peak, levels } = summary(bank);
  const positions = Array.from(files.array(reference.params.positions).data as ArrayLike<number | bigint>, Number);
  const values = [bank.phi, ...bank.psi].map((f) => Float64Array.from(positions, (at) => f.fourier()[at]));
  return {
    psiCount: bank.psi.length,
    l2Norm: vector(l2Norm),
    sum: vector(sum),
    peak: vector(peak),
    values: stacked(values, [positions.length]),
    levels: whole(levels),
  };
};

const filters1d: RunCase = ({ params }) => {
  const bank = filterBank1d({ padded: params.paddedLength, J: params.J, Q: params.Q, T: params.T });
  const outputs: CaseOutputs = { phi: floats([bank.padded], Float32Array.from(bank.phi.fourier())) };
  const family = (name: string, filters: readonly Filter1d[]): void => {
    outputs[name] = stacked(
      filters.map((f) => f.fourier()),
      [bank.padded],
    );
    outputs[`${name}Xi`] = vector(filters.map((f) => f.xi));
    outputs[`${name}Sigma`] = vector(filters.map((f) => f.sigma));
    outputs[`${name}J`] = whole(filters.map((f) => f.j));
  };
  family('psi1', bank.psi1);
  family('psi2', bank.psi2);
  return outputs;
};

const transform2d: RunCase = async ({ params, input }, files) => {
  const image = files.floats(input!);
  const channels = image.dims[1];
  const { height, width, J, L, maxOrder } = params;
  const result = await transformed(scatteringModel({ height, width, channels, J, L, maxOrder }), image);
  return perOrder(result, channels, paths2d(J, L, maxOrder), maxOrder);
};

const transform1d: RunCase = async ({ params, input }, files) => {
  const signals = files.floats(input!);
  const [count, length] = signals.dims;
  const options: ScatteringOptions1d = {
    length,
    channels: count,
    J: params.J,
    Q: params.Q,
    T: params.T,
    maxOrder: params.maxOrder,
    padded: params.paddedLength,
    before: params.padLeft,
  };
  const result = await transformed(scatteringModel1d(options), { ...signals, dims: [1, count, length] });
  return perOrder(result, count, paths1d(bankOf1d(options), params.maxOrder), params.maxOrder);
};

/** Runs a graph with one input and one output once. */
async function transformed(model: Model, input: Tensor): Promise<FloatTensor> {
  const session = await createSession(model, { device: 'cpu', threads: 0 });
  try {
    const outputs = await session.run({ [model.graph.inputs[0].name]: input });
    return asFloats(outputs[model.graph.outputs[0].name]);
  } finally {
    await session.release();
  }
}

/** [1, channels·paths, …positions] → per order [channels, paths of the order, …positions]. */
function perOrder(
  result: FloatTensor,
  channels: number,
  paths: readonly { order: number }[],
  maxOrder: number,
): CaseOutputs {
  const positions = result.dims.slice(2);
  const size = sizeOf(positions);
  const outputs: CaseOutputs = {};
  for (let order = 0; order <= maxOrder; order++) {
    const chosen = paths.flatMap((p, i) => (p.order === order ? [i] : []));
    const out = floats([channels, chosen.length, ...positions]);
    for (let channel = 0; channel < channels; channel++) {
      chosen.forEach((path, i) => {
        const at = (channel * paths.length + path) * size;
        out.data.set(result.data.subarray(at, at + size), (channel * chosen.length + i) * size);
      });
    }
    outputs[`order${order}`] = out;
  }
  return outputs;
}

/** Suite `scattering`: Morlet filter banks and the scattering transform. */
export const scattering: Adapter = {
  suite: 'scattering',
  methods: {
    'scattering-filters-2d': filters2d,
    'scattering-filters-2d-summary': summary2d,
    'scattering-filters-1d': filters1d,
    'scattering-2d': transform2d,
    'scattering-1d': transform1d,
  },
};
