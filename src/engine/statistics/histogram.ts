import type { Values } from './values';

/** Edges of `bins` equal bins from `from` to `to`. */
export function equalEdges(from: number, to: number, bins: number): Float64Array {
  const step = (to - from) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => (i < bins ? from + i * step : to));
}

/** Counts per bin [edge, next edge), the last one closed; values outside are not counted. */
export function histogram(values: Values, edges: Values): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  const last = edges.length - 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (!(v >= edges[0] && v <= edges[last])) continue;
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (v >= edges[middle]) low = middle;
      else high = middle;
    }
    counts[low]++;
  }
  return counts;
}

/** The values strictly above a threshold. */
export function above(values: Values, threshold: number): Float64Array {
  return Float64Array.from(values).filter((v) => v > threshold);
}
