import { otsuThreshold } from './otsu';

/** How SISE lets a deeper map confine what the shallower ones have found. */
export interface Fusion {
  readonly id: string;
  readonly label: string;
  /** The factor a map applies, per position. */
  confine(map: Float64Array): Float64Array;
}

export const fusions: readonly Fusion[] = Object.freeze([
  {
    id: 'otsu',
    label: "Otsu's threshold of the deeper map",
    confine: (map) => {
      const threshold = otsuThreshold(map);
      return map.map((value) => (value > threshold ? 1 : 0));
    },
  },
  { id: 'simple', label: 'The deeper map itself', confine: (map) => map },
]);

/** e ← (e + v) · B(v) from shallow to deep, starting with the first map, and division by the maximum. */
export function fused(maps: readonly Float64Array[], fusion: Fusion): Float64Array {
  const [first, ...deeper] = maps;
  const result = deeper.reduce((e, v) => {
    const factor = fusion.confine(v);
    return e.map((value, i) => (value + v[i]) * factor[i]);
  }, first);
  const peak = result.reduce((most, value) => Math.max(most, value), 0);
  return peak > 0 ? result.map((value) => value / peak) : result;
}

/** Minimum to 0, maximum to 1; undefined for a constant map. */
export function stretchedMap(map: Float64Array): Float64Array | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of map) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? map.map((value) => (value - low) / (high - low)) : undefined;
}
