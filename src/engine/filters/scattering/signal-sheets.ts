import type { Raster } from '../../../protocol/raster';
import type { SignalBank, SignalScattering } from '../../../protocol/scattering';
import { colored, legend, sheetOf, stacked } from '../../image/sheet';

/** Pixels across, and the fewest and most pixels down for a path: two hundred paths still fit on a screen. */
const ACROSS = 512;
const THINNEST = 2;
const THICKEST = 16;
const TALLEST = 512;

/**
 * Coefficients of one order over time, a row a path, summed over the channels: of first order the highest frequency on
 * top. Undefined where there are none.
 */
export function scalogram({ paths, coefficients, signal }: SignalScattering, order: 0 | 1 | 2): Raster | undefined {
  const chosen = paths.flatMap((path, k) => (path.order === order ? [k] : []));
  if (chosen.length === 0) return undefined;
  const [channels, times] = [signal.dims[0], coefficients.dims[1]];
  const sums = new Float32Array(chosen.length * times);
  chosen.forEach((path, row) => {
    for (let c = 0; c < channels; c++)
      for (let t = 0; t < times; t++) sums[row * times + t] += coefficients.data[(c * paths.length + path) * times + t];
  });
  return banded(sums, chosen.length, times);
}

/** Magnitudes of the transfer functions, a row a filter, over the frequencies from 0 to half a cycle per sample. */
export function signalBankSheet({ filters, padded }: SignalBank): Raster {
  const half = padded / 2;
  const rows = new Float32Array(filters.length * half);
  filters.forEach(({ frequency }, k) =>
    frequency.data.subarray(half).forEach((v, i) => (rows[k * half + i] = Math.abs(v))),
  );
  return banded(rows, filters.length, half);
}

/** A table of values as coloured bands, with its legend. */
function banded(values: Float32Array, rows: number, columns: number): Raster {
  const thick = Math.max(THINNEST, Math.min(THICKEST, Math.floor(TALLEST / rows)));
  const wide = new Float32Array(rows * thick * ACROSS);
  const limits: [number, number] = [0, 0];
  for (let y = 0; y < rows * thick; y++) {
    for (let x = 0; x < ACROSS; x++) {
      const value = strongest(values, Math.floor(y / thick) * columns, columns, x);
      wide[y * ACROSS + x] = value;
      limits[0] = Math.min(limits[0], value);
      limits[1] = Math.max(limits[1], value);
    }
  }
  const raster = colored(wide, rows * thick, ACROSS, 'viridis', limits);
  return stacked([sheetOf([{ raster }], 1), legend('viridis', limits)]);
}

/**
 * The value shown at a pixel: where many columns share one, the largest in magnitude, so that no narrow peak is lost.
 */
function strongest(values: Float32Array, from: number, columns: number, pixel: number): number {
  const first = Math.floor((pixel * columns) / ACROSS);
  const last = Math.max(first + 1, Math.floor(((pixel + 1) * columns) / ACROSS));
  let best = values[from + first];
  for (let i = first + 1; i < last; i++) if (Math.abs(values[from + i]) > Math.abs(best)) best = values[from + i];
  return best;
}
