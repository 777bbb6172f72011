/** What one value of a resized line is made of: neighbours from `start` on, and their weights, which sum to 1. */
interface Window {
  readonly start: number;
  readonly weights: Float64Array;
}

/** A triangle as wide as the step between two results, so that shrinking averages (PyTorch's `antialias`). */
function windowsOf(from: number, to: number): Window[] {
  const scale = from / to;
  const half = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.floor(centre - half + 0.5));
    const end = Math.min(from, Math.floor(centre + half + 0.5));
    const weights = Float64Array.from({ length: end - start }, (_, k) =>
      Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / half),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { start, weights: weights.map((weight) => weight / sum) };
  });
}

/** Linear resizing of a map [height, width] that averages where it shrinks. @param size height and width of the result */
export function antialiasedMap(
  map: ArrayLike<number>,
  [height, width]: readonly [number, number],
  [tall, broad]: readonly [number, number],
): Float64Array {
  const columns = windowsOf(width, broad);
  const wide = new Float64Array(height * broad);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < broad; x++) {
      const { start, weights } = columns[x];
      for (let k = 0; k < weights.length; k++) wide[y * broad + x] += weights[k] * map[y * width + start + k];
    }
  const result = new Float64Array(tall * broad);
  windowsOf(height, tall).forEach(({ start, weights }, y) => {
    for (let k = 0; k < weights.length; k++)
      for (let x = 0; x < broad; x++) result[y * broad + x] += weights[k] * wide[(start + k) * broad + x];
  });
  return result;
}
