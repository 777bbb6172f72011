import { equalEdges, histogram } from '../statistics/histogram';
import { extremes, type Values } from '../statistics/values';

const BINS = 256;

/**
 * Otsu's threshold over 256 equal bins from the minimum to the maximum: the bin centre that parts the values into
 * two classes of greatest variance between them, the lowest where several tie. Foreground is what lies above it.
 * OpenCV's, on 8-bit maps, differs.
 * @see Otsu 1979, A threshold selection method from gray-level histograms
 */
export function otsuThreshold(values: Values): number {
  const { minimum, maximum } = extremes(values);
  if (!(maximum > minimum)) return minimum;
  const edges = equalEdges(minimum, maximum, BINS);
  const counts = histogram(values, edges);
  const centres = Float64Array.from(counts, (_, i) => (edges[i] + edges[i + 1]) / 2);
  const countAbove = new Float64Array(BINS + 1);
  const massAbove = new Float64Array(BINS + 1);
  for (let i = BINS - 1; i >= 0; i--) {
    countAbove[i] = countAbove[i + 1] + counts[i];
    massAbove[i] = massAbove[i + 1] + counts[i] * centres[i];
  }
  let best = { between: -1, threshold: centres[0] };
  let count = 0;
  let mass = 0;
  for (let i = 0; i < BINS - 1; i++) {
    count += counts[i];
    mass += counts[i] * centres[i];
    const between = count * countAbove[i + 1] * (mass / count - massAbove[i + 1] / countAbove[i + 1]) ** 2;
    if (between > best.between) best = { between, threshold: centres[i] };
  }
  return best.threshold;
}
