import { complexZeros, fft2 } from '../tensor/fft';
import type { Steps } from '../tensor/steps';

/** Frequencies per axis, at least. */
const FREQUENCIES = 32;
/** Operations of a fast Fourier transform per point and halving. */
const FAST = 5;

/** Frequencies per axis at which a kernel of this length is looked at: no fewer than its autocorrelation has places. */
function frequenciesOf(length: number): number {
  return length === 1 ? 1 : Math.max(FREQUENCIES, 2 ** Math.ceil(Math.log2(2 * length - 1)));
}

/** Channels of filters, as planes of the kernels' values. */
interface Planes {
  readonly values: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The frequency response of each filter: sqrt(Σ_c |K_c(ω)|²), its amplitude for inputs of equal power in all channels.
 * @param values [filters, channels, height, width]
 * @returns [filters, n, m] with zero frequency in the middle
 */
export function* frequencyResponse(
  values: Float32Array,
  [filters, channels, height, width]: readonly number[],
): Steps<{ dims: readonly number[]; data: Float32Array }> {
  const [n, m] = [frequenciesOf(height), frequenciesOf(width)];
  const planes = { values, channels, height, width };
  const power = powerOf(planes, n, m);
  const data = new Float32Array(filters * n * m);
  for (let f = 0; f < filters; f++) {
    const response = power(f);
    for (let y = 0; y < n; y++) {
      for (let x = 0; x < m; x++)
        data[(f * n + ((y + (n >> 1)) % n)) * m + ((x + (m >> 1)) % m)] = Math.sqrt(Math.max(0, response[y * m + x]));
    }
    yield;
  }
  return { dims: [filters, n, m], data };
}

/**
 * The power spectrum of a filter, by whichever way takes fewer operations: small kernels by their autocorrelation,
 * large ones channel by channel.
 */
function powerOf(planes: Planes, n: number, m: number): (filter: number) => Float64Array {
  const { height, width } = planes;
  const lags = (2 * height - 1) * (2 * width - 1);
  const perChannel = FAST * n * m * Math.log2(n * m);
  if (lags * height * width < 2 * perChannel) return powerByLags(planes, n, m);
  return (filter) => powerByTransforms(planes, filter, n, m);
}

/**
 * The transform of the autocorrelation summed over the channels (Wiener-Khinchin). It is real, because the
 * autocorrelation r is even: P(y, x) = Re Σ_dx r(0, dx) e(dx, x) + 2 Re Σ_{dy > 0} e(dy, y) Σ_dx r(dy, dx) e(dx, x).
 */
function powerByLags(planes: Planes, n: number, m: number): (filter: number) => Float64Array {
  const { channels, height, width } = planes;
  const [rowWaves, columnWaves] = [wavesOf(height, n), wavesOf(width, m)];
  return (filter) => {
    const power = new Float64Array(n * m);
    for (let dy = 0; dy < height; dy++) {
      const re = new Float64Array(m);
      const im = new Float64Array(m);
      for (let dx = 1 - width; dx < width; dx++) {
        const r = lagged(planes, filter * channels, dy, dx) * (dy > 0 ? 2 : 1);
        const sign = Math.sign(dx);
        for (let x = 0; x < m; x++) {
          re[x] += r * columnWaves.cos[Math.abs(dx) * m + x];
          im[x] -= sign * r * columnWaves.sin[Math.abs(dx) * m + x];
        }
      }
      for (let y = 0; y < n; y++) {
        const [cos, sin] = [rowWaves.cos[dy * n + y], rowWaves.sin[dy * n + y]];
        for (let x = 0; x < m; x++) power[y * m + x] += re[x] * cos + im[x] * sin;
      }
    }
    return power;
  };
}

function powerByTransforms(
  { values, channels, height, width }: Planes,
  filter: number,
  n: number,
  m: number,
): Float64Array {
  const power = new Float64Array(n * m);
  // Two real channels at a time, as real and imaginary part: the powers at ω and −ω average to the sum of theirs.
  for (let c = 0; c < channels; c += 2) {
    const pair = complexZeros(n * m);
    [pair.re, pair.im].forEach((part, k) => {
      const from = (filter * channels + c + k) * height * width;
      if (c + k < channels)
        for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) part[y * m + x] = values[from + y * width + x];
    });
    const { re, im } = fft2(pair, n, m);
    for (let i = 0; i < n * m; i++) {
      const opposite = ((n - Math.floor(i / m)) % n) * m + ((m - (i % m)) % m);
      power[i] += (re[i] * re[i] + im[i] * im[i] + re[opposite] * re[opposite] + im[opposite] * im[opposite]) / 2;
    }
  }
  return power;
}

/** cos and sin of 2π·lag·k/frequencies. */
function wavesOf(length: number, frequencies: number): { cos: Float64Array; sin: Float64Array } {
  const angle = (_: unknown, i: number): number =>
    (2 * Math.PI * Math.floor(i / frequencies) * (i % frequencies)) / frequencies;
  const angles = Float64Array.from({ length: length * frequencies }, angle);
  return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
}

/**
 * Σ k[y, x] k[y + dy, x + dx] over the places and channels of a filter whose first plane is `plane`; dy is not
 * negative.
 */
function lagged({ values, channels, height, width }: Planes, plane: number, dy: number, dx: number): number {
  const [left, right] = [Math.max(0, -dx), Math.min(width, width - dx)];
  const lag = dy * width + dx;
  let sum = 0;
  for (let c = plane; c < plane + channels; c++) {
    const end = (c + 1) * height * width - dy * width;
    for (let row = c * height * width; row < end; row += width) {
      for (let i = row + left; i < row + right; i++) sum += values[i] * values[i + lag];
    }
  }
  return sum;
}
