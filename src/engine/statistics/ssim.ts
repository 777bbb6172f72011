import { sizeOf } from '../tensor/tensor';
import { assertPaired, extremes, mean, type Values } from './values';

export interface SsimOptions {
  /** Rows and columns, or one length for a flattened map. */
  readonly dims: readonly number[];
  /** Weights of the window along each axis; they sum to 1. */
  readonly window: Float64Array;
  /** Span of the values, the L of C₁ = (0.01 L)² and C₂ = (0.03 L)². */
  readonly range: number;
  /** Covariances with n/(n − 1), n the window's size, as scikit-image does for a uniform window. */
  readonly sample: boolean;
}

/** A window of `width` equal weights. */
export function uniformWindow(width: number): Float64Array {
  return new Float64Array(width).fill(1 / width);
}

/** Weights exp(−d²/2σ²) out to the radius ⌊truncate · σ + ½⌋, summing to 1. */
export function gaussianWindow(sigma: number, truncate: number): Float64Array {
  const radius = Math.floor(truncate * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const total = weights.reduce((s, w) => s + w, 0);
  return weights.map((w) => w / total);
}

/** max − min over both maps together, Quantus's data range. */
export function jointRange(a: Values, b: Values): number {
  const ofA = extremes(a);
  const ofB = extremes(b);
  return Math.max(ofA.maximum, ofB.maximum) - Math.min(ofA.minimum, ofB.minimum);
}

/**
 * Mean structural similarity, averaged over the positions where the window fits (so no border rule enters):
 * (2μₐμ_b + C₁)(2σₐ_b + C₂) / ((μₐ² + μ_b² + C₁)(σₐ² + σ_b² + C₂)).
 * @throws RangeError when the map is smaller than the window
 * @see Wang, Bovik, Sheikh & Simoncelli 2004
 */
export function ssim(a: Values, b: Values, { dims, window, range, sample }: SsimOptions): number {
  assertPaired(a, b);
  if (sizeOf(dims) !== a.length) throw new RangeError(`${a.length} values do not fill [${dims.join(', ')}]`);
  if (dims.some((d) => d < window.length))
    throw new RangeError(`a map of [${dims.join(', ')}] is smaller than the window of ${window.length}`);
  const smooth = (value: (i: number) => number): Float64Array =>
    slide(
      Float64Array.from(a, (_, i) => value(i)),
      dims,
      window,
    );
  const meanA = smooth((i) => a[i]);
  const meanB = smooth((i) => b[i]);
  const squareA = smooth((i) => a[i] * a[i]);
  const squareB = smooth((i) => b[i] * b[i]);
  const product = smooth((i) => a[i] * b[i]);
  const n = window.length ** dims.length;
  const factor = sample ? n / (n - 1) : 1;
  const c1 = (0.01 * range) ** 2;
  const c2 = (0.03 * range) ** 2;
  return mean(
    meanA.map((x, i) => {
      const y = meanB[i];
      const varianceA = factor * (squareA[i] - x * x);
      const varianceB = factor * (squareB[i] - y * y);
      const covariance = factor * (product[i] - x * y);
      return ((2 * x * y + c1) * (2 * covariance + c2)) / ((x * x + y * y + c1) * (varianceA + varianceB + c2));
    }),
  );
}

/** The weighted mean at every position where the window fits, axis by axis. */
function slide(values: Float64Array, dims: readonly number[], window: Float64Array): Float64Array {
  let current = values;
  const shape = [...dims];
  for (let axis = 0; axis < dims.length; axis++) {
    const inner = sizeOf(shape.slice(axis + 1));
    const outer = sizeOf(shape.slice(0, axis));
    const length = shape[axis] - window.length + 1;
    const next = new Float64Array(outer * length * inner);
    for (let o = 0; o < outer; o++)
      for (let k = 0; k < length * inner; k++) {
        const start = o * shape[axis] * inner + k;
        let total = 0;
        for (let w = 0; w < window.length; w++) total += window[w] * current[start + w * inner];
        next[o * length * inner + k] = total;
      }
    current = next;
    shape[axis] = length;
  }
  return current;
}
