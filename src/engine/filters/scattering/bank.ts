import type { ScatteringBank, ScatteringBankRequest, WaveletDescription } from '../../../protocol/scattering';
import type { FloatMap } from '../../../protocol/raster';
import { filterTable, littlewoodPaley } from '../../scattering/analysis';
import { filterBank2d, type Filter2d, type FilterBank2d } from '../../scattering/bank2d';
import { padding2d } from '../../scattering/padding';

/** Where an envelope has ended, in standard deviations. */
const REACH = 4;
/** Frequencies shown per axis; a larger bank is looked at on every second, third, … */
const MOST_FREQUENCIES = 256;

/**
 * The filter bank of the 2-D scattering transform, as data to look at. @throws LensError when the image is too small
 * for J
 */
export function scatteringBank(request: ScatteringBankRequest): ScatteringBank {
  const { J, L } = request;
  const [height, width] = [request.height, request.width].map((length) => padding2d(length, J).padded);
  const bank = filterBank2d({ height, width, J, L });
  const rows = filterTable(bank);
  const filters = [...bank.psi, bank.phi].map((filter, k): WaveletDescription => ({
    ...rows[k],
    space: spaceOf(filter, bank),
    frequency: centred(filter.fourier(), height, width),
  }));
  return { request, padded: [height, width], filters, littlewoodPaley: centred(littlewoodPaley(bank), height, width) };
}

/** Real and imaginary part around the filter's centre. */
function spaceOf(filter: Filter2d, { height, width }: FilterBank2d): FloatMap {
  const reach = Math.ceil((REACH * filter.sigma) / Math.min(1, filter.slant));
  const [rows, columns] = [height, width].map((length) => Math.min(length, 2 * reach + 1));
  const { re, im } = filter.spatial();
  const data = new Float32Array(2 * rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const from = ((y - (rows >> 1) + height) % height) * width + ((x - (columns >> 1) + width) % width);
      data[y * columns + x] = re[from];
      data[(rows + y) * columns + x] = im[from];
    }
  }
  return { dims: [2, rows, columns], data };
}

/** Values over frequencies with zero in the middle, on so coarse a grid that it can be drawn. */
function centred(values: Float64Array, height: number, width: number): FloatMap {
  const stride = Math.max(1, Math.ceil(Math.max(height, width) / MOST_FREQUENCIES));
  const [rows, columns] = [height, width].map((length) => Math.floor(length / stride));
  const data = new Float32Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [row, column] = [(y - (rows >> 1)) * stride, (x - (columns >> 1)) * stride];
      data[y * columns + x] = values[((row + height) % height) * width + ((column + width) % width)];
    }
  }
  return { dims: [1, rows, columns], data };
}
