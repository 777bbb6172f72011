import { resolve } from 'node:path';
import type { SignalBank, SignalScattering, SignalScatteringRequest } from '../../../protocol/scattering';
import { ResultFolder } from '../../report/result-folder';
import { signalBank, signalScattering } from './signal';
import { scalogram, signalBankSheet } from './signal-sheets';

/**
 * Writes a signal's scattering coefficients and the bank that made them as .npy and PNG, with filters and paths as
 * tables in `scattering.json`.
 */
export async function writeSignalScattering(request: SignalScatteringRequest, out: string, threads: number) {
  const result = await signalScattering(request, { device: 'cpu', threads });
  const { J, Q, T } = request;
  const bank = signalBank({ length: result.signal.dims[1], J, Q, ...(T !== undefined && { T }) });
  const folder = new ResultFolder(out);
  const dims = [1, ...result.coefficients.dims];
  folder.array('scattering.npy', { dims, data: result.coefficients.data });
  for (const order of [0, 1, 2] as const) {
    const image = scalogram(result, order);
    if (image) await folder.image(`order-${order}.png`, image);
  }
  folder.array('filters.npy', frequenciesOf(bank));
  folder.array('littlewood-paley.npy', bank.littlewoodPaley);
  await folder.image('bank.png', signalBankSheet(bank));
  const report = reportOf(result, bank, dims, folder.files);
  folder.json('scattering.json', report);
  return report;
}

function reportOf(
  { request, signal, paths, frequencies, start, stride, means, seconds }: SignalScattering,
  { padded, filters }: SignalBank,
  dims: readonly number[],
  files: readonly string[],
) {
  const [channels, length] = signal.dims;
  const table = filters.map(({ time: _time, frequency: _frequency, ...row }) => row);
  return {
    ...request,
    input: resolve(request.input),
    length,
    padded,
    channels,
    dims,
    start,
    stride,
    filters: table,
    frequencies,
    paths,
    means: [...means],
    seconds,
    files: [...files],
  };
}

/** The transfer functions, [filters, frequencies], zero frequency in the middle. */
function frequenciesOf({ filters, padded }: SignalBank): { dims: readonly number[]; data: Float32Array } {
  const data = new Float32Array(filters.length * padded);
  filters.forEach(({ frequency }, k) => data.set(frequency.data, k * padded));
  return { dims: [filters.length, padded], data };
}
