import { floats, sizeOf, type FloatTensor } from './tensor';

/** Index into a line mirrored at its ends with the edge repeated: (d c b a | a b c d | d c b a). */
function mirrored(i: number, length: number): number {
  const period = 2 * length;
  const at = ((i % period) + period) % period;
  return at < length ? at : period - 1 - at;
}

/** A normalised Gaussian of radius round(truncate · sigma). */
function gaussian(sigma: number, truncate: number): Float64Array {
  const radius = Math.floor(truncate * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const sum = kernel.reduce((a, b) => a + b, 0);
  return kernel.map((v) => v / sum);
}

/**
 * Gaussian blur of every spatial axis (all axes after the second) of [N, C, …], edges mirrored as scipy.ndimage's
 * `reflect`.
 * @param sigma standard deviation in pixels; 0 returns the input
 */
export function gaussianBlur(tensor: FloatTensor, sigma: number, truncate = 4): FloatTensor {
  if (sigma <= 0) return tensor;
  const kernel = gaussian(sigma, truncate);
  let current: Float64Array = Float64Array.from(tensor.data);
  for (let axis = 2; axis < tensor.dims.length; axis++)
    current = alongAxis(current, tensor.dims[axis], sizeOf(tensor.dims.slice(axis + 1)), kernel);
  return floats(tensor.dims, Float32Array.from(current));
}

/** A line of values blurred in double precision, as `gaussianBlur` does it. */
export const smoothed = (line: Float64Array, sigma: number): Float64Array =>
  alongAxis(line, line.length, 1, gaussian(sigma, 4));

/** @param length of the axis @param step between neighbours along it */
function alongAxis(values: Float64Array, length: number, step: number, kernel: Float64Array): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const next = new Float64Array(values.length);
  const source = Int32Array.from({ length: length + 2 * radius }, (_, i) => mirrored(i - radius, length) * step);
  for (let block = 0; block < values.length; block += length * step) {
    for (let lane = 0; lane < step; lane++) {
      const start = block + lane;
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++) sum += kernel[k] * values[start + source[i + k]];
        next[start + i * step] = sum;
      }
    }
  }
  return next;
}
