import type { Planes } from './planes';

/**
 * Separable Gaussian blur of every channel, cut at four standard deviations, edges mirrored about the border
 * (d c b a | a b c d | d c b a), as SciPy's `reflect`. `sigma` is in pixels; 0 changes nothing.
 */
export function smoothed(planes: Planes, sigma: number): Planes {
  if (sigma <= 0) return planes;
  const { height, width } = planes;
  const kernel = gaussian(sigma);
  const channels = planes.channels.map((plane) => {
    const down = convolved(plane, kernel, { lines: width, lineStep: 1, length: height, step: width });
    return convolved(down, kernel, { lines: height, lineStep: width, length: width, step: 1 });
  });
  return { ...planes, channels };
}

/** Weights of offsets −r..r, summing to 1. */
function gaussian(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

interface Lines {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
}

function convolved(plane: Float64Array, kernel: Float64Array, { lines, lineStep, length, step }: Lines): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const padded = new Float64Array(length + 2 * radius);
  const source = Int32Array.from(padded, (_, i) => mirrored(i - radius, length));
  const out = new Float64Array(plane.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < padded.length; i++) padded[i] = plane[start + source[i] * step];
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * padded[i + k];
      out[start + i * step] = sum;
    }
  }
  return out;
}

/** The pixel that a position outside 0..length−1 mirrors. */
function mirrored(position: number, length: number): number {
  const period = 2 * length;
  const inside = ((position % period) + period) % period;
  return inside < length ? inside : period - 1 - inside;
}
