import { complexZeros, fft2 } from '../../tensor/fft';

/** Frequencies per axis, at least. */
const FREQUENCIES = 32;

/** Frequencies per axis at which a kernel of this length is looked at: no fewer than its autocorrelation has places. */
function frequenciesOf(length: number): number {
  return length === 1 ? 1 : Math.max(FREQUENCIES, 2 ** Math.ceil(Math.log2(2 * length - 1)));
}

/**
 * The frequency response of each filter: sqrt(Σ_c |K_c(ω)|²), its amplitude for inputs of equal power in all channels. Computed as the transform of the
 * autocorrelation summed over the channels (Wiener-Khinchin): one transform a filter, however many channels it has.
 * @param values [filters, channels, height, width]
 * @returns [filters, n, m] with zero frequency in the middle
 */
export function frequencyResponse(values: Float32Array, [filters, channels, height, width]: readonly number[]): { dims: readonly number[]; data: Float32Array } {
  const [n, m] = [frequenciesOf(height), frequenciesOf(width)];
  const data = new Float32Array(filters * n * m);
  for (let f = 0; f < filters; f++) {
    const sums = complexZeros(n * m);
    for (let dy = 1 - height; dy < height; dy++) {
      for (let dx = 1 - width; dx < width; dx++) {
        sums.re[((dy + n) % n) * m + ((dx + m) % m)] = lagged(values, f * channels, channels, height, width, dy, dx);
      }
    }
    const power = fft2(sums, n, m).re;
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < m; x++) data[(f * n + ((y + (n >> 1)) % n)) * m + ((x + (m >> 1)) % m)] = Math.sqrt(Math.max(0, power[y * m + x]));
    }
  }
  return { dims: [filters, n, m], data };
}

/** Σ k[y, x] k[y + dy, x + dx] over the places and channels of a filter whose first plane is `plane`. */
function lagged(values: Float32Array, plane: number, channels: number, height: number, width: number, dy: number, dx: number): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const from = (plane + c) * height * width;
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) sum += values[from + y * width + x] * values[from + (y + dy) * width + x + dx];
    }
  }
  return sum;
}
