import { resolve } from 'node:path';
import type { ScatteringBank, ScatteringCoefficients, ScatteringRequest } from '../../../protocol/scattering';
import { ResultFolder } from '../../report/result-folder';
import { scatteringBank } from './bank';
import { scatteringCoefficients } from './coefficients';
import { bankSheet, coefficientSheet, discSheet } from './sheets';

/**
 * Writes an image's scattering coefficients and the bank that made them as .npy and PNG, with filters and paths as
 * tables in `scattering.json`.
 */
export async function writeScattering(request: ScatteringRequest, out: string, threads: number) {
  const result = await scatteringCoefficients(request, { device: 'cpu', threads });
  const [height, width] = result.size;
  const bank = scatteringBank({ height, width, J: request.J, L: request.L });
  const folder = new ResultFolder(out);
  const dims = [1, ...result.coefficients.dims];
  folder.array('scattering.npy', { dims, data: result.coefficients.data });
  for (const order of [0, 1, 2] as const)
    if (result.paths.some((path) => path.order === order))
      await folder.image(`order-${order}.png`, coefficientSheet(result, order));
  if (request.maxOrder > 0) await folder.image('disc.png', discSheet(result));
  folder.array('filters.npy', frequenciesOf(bank));
  folder.array('littlewood-paley.npy', { dims: bank.littlewoodPaley.dims.slice(1), data: bank.littlewoodPaley.data });
  await folder.image('bank.png', bankSheet(bank));
  const report = reportOf(result, bank, dims, folder.files);
  folder.json('scattering.json', report);
  return report;
}

function reportOf(
  { request, size, channels, paths, means, seconds }: ScatteringCoefficients,
  { padded, filters }: ScatteringBank,
  dims: readonly number[],
  files: readonly string[],
) {
  const table = filters.map(({ space: _space, frequency: _frequency, ...row }) => row);
  return {
    ...request,
    input: resolve(request.input),
    size,
    padded,
    channels,
    dims,
    filters: table,
    paths,
    means: [...means],
    seconds,
    files: [...files],
  };
}

/** The transfer functions, [filters, height, width], zero frequency in the middle. */
function frequenciesOf({ filters }: ScatteringBank): { dims: readonly number[]; data: Float32Array } {
  const [, height, width] = filters[0].frequency.dims;
  const data = new Float32Array(filters.length * height * width);
  filters.forEach(({ frequency }, k) => data.set(frequency.data, k * height * width));
  return { dims: [filters.length, height, width], data };
}
