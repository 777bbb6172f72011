import { summary } from '../scattering/analysis';
import { filterBank1d, type Filter1d } from '../scattering/bank1d';
import { filterBank2d, type Filter2d, type FilterBank2d } from '../scattering/bank2d';
import { floats, type Tensor } from '../tensor/tensor';
import type { Adapter, CaseOutputs, ReferenceCase, RunCase } from './adapter';

const vector = (values: readonly number[]): Tensor => floats([values.length], values);
const whole = (values: readonly number[]): Tensor => ({ type: 'int32', dims: [values.length], data: Int32Array.from(values) });

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
  const chosen: readonly Filter2d[] = (reference.params.spatialIndices as number[] | undefined)?.map((i) => psi[i]) ?? psi;
  for (const name of Object.keys(reference.expected)) {
    const fourier = /^(phi|psi)Fourier(?:Level(\d+))?$/.exec(name);
    if (name === 'phiSpatial') outputs[name] = floats([height, width], Float32Array.from(phi.spatial().re));
    else if (name === 'psiSpatialReal') outputs[name] = stacked(chosen.map((f) => f.spatial().re), [height, width]);
    else if (name === 'psiSpatialImag') outputs[name] = stacked(chosen.map((f) => f.spatial().im), [height, width]);
    else if (fourier) outputs[name] = atLevel(reference, bank, fourier[1], Number(fourier[2] ?? 0));
  }
  return outputs;
};

function atLevel({ params }: ReferenceCase, { height, width, phi, psi }: FilterBank2d, family: string, level: number): Tensor {
  const dims = [height / 2 ** level, width / 2 ** level];
  if (family === 'phi') return floats(dims, Float32Array.from(phi.fourier(level)));
  const indices = params[`psiIndicesLevel${level}`] as number[] | undefined;
  const filters = indices ? indices.map((i) => psi[i]) : psi.filter((f) => f.levels > level);
  return stacked(filters.map((f) => f.fourier(level)), dims);
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
    outputs[name] = stacked(filters.map((f) => f.fourier()), [bank.padded]);
    outputs[`${name}Xi`] = vector(filters.map((f) => f.xi));
    outputs[`${name}Sigma`] = vector(filters.map((f) => f.sigma));
    outputs[`${name}J`] = whole(filters.map((f) => f.j));
  };
  family('psi1', bank.psi1);
  family('psi2', bank.psi2);
  return outputs;
};

/** Suite `scattering`: Morlet filter banks and the scattering transform. */
export const scattering: Adapter = {
  suite: 'scattering',
  methods: {
    'scattering-filters-2d': filters2d,
    'scattering-filters-2d-summary': summary2d,
    'scattering-filters-1d': filters1d,
  },
};
