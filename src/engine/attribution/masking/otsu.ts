const BINS = 256;

/**
 * Otsu's threshold: the bin centre that separates the values into two groups of largest between-group variance,
 * 256 bins between minimum and maximum.
 * @see Otsu 1979, A threshold selection method from gray-level histograms
 */
export function otsuThreshold(values: ArrayLike<number>): number {
  const counts = new Float64Array(BINS);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  if (!(high > low)) return low;
  const width = (high - low) / BINS;
  for (let i = 0; i < values.length; i++) counts[Math.min(BINS - 1, Math.floor((values[i] - low) / width))]++;
  const centres = counts.map((_, bin) => low + (bin + 0.5) * width);
  const total = counts.reduce((sum, count, bin) => sum + count * centres[bin], 0);
  let best = { variance: -1, bin: 0 };
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin];
    sumBelow += counts[bin] * centres[bin];
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (variance > best.variance) best = { variance, bin };
  }
  return centres[best.bin];
}
