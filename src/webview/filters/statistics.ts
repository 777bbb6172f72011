import type { WeightStatistics } from '../../protocol/filters';

/** The statistics of one filter's values, binned like its layer's. */
export function filterStatistics(
  values: Float32Array,
  { minimum: low, maximum: high, histogram }: WeightStatistics,
): WeightStatistics & { readonly norm: number } {
  let [sum, squares, minimum, maximum] = [0, 0, Infinity, -Infinity];
  const counts = new Array<number>(histogram.length).fill(0);
  const scale = high > low ? counts.length / (high - low) : 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    const bin = Math.min(counts.length - 1, Math.max(0, Math.floor((value - low) * scale)));
    counts[bin]++;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  return { minimum, maximum, mean, deviation, histogram: counts, norm: Math.sqrt(squares) };
}
