import { registry } from '../../parameter/entries';
import { otsuThreshold } from './otsu';

/** How SISE joins the maps of its layers. */
export interface Fusion {
  readonly id: string;
  readonly label: string;
  /** Whether a layer's map counts by the score of the input masked with it; otherwise all count 1. */
  readonly byScore: boolean;
  /** The factor a deeper map applies to what the shallower ones have found, per position. */
  confine(map: Float64Array): Float64Array;
}

const aboveOtsu = (map: Float64Array): Float64Array => {
  const threshold = otsuThreshold(map);
  return map.map((value) => (value > threshold ? 1 : 0));
};

export const fusions = registry<Fusion>()([
  { id: 'otsu', label: "Otsu's threshold of the deeper map", byScore: false, confine: aboveOtsu },
  { id: 'simple', label: 'The deeper map itself', byScore: false, confine: (map) => map },
  {
    id: 'score',
    label: 'Sum of the maps, weighted by their scores',
    byScore: true,
    confine: (map) => map.map(() => 1),
  },
  {
    id: 'score-otsu',
    label: "Otsu's threshold of the deeper map, maps weighted by their scores",
    byScore: true,
    confine: aboveOtsu,
  },
]);

/** e ← (e + w v) · B(v) from shallow to deep, starting with w v of the first map, and division by the maximum. */
export function fused(
  maps: readonly Float64Array[],
  fusion: Fusion,
  weights: ArrayLike<number> = maps.map(() => 1),
): Float64Array {
  const [first, ...deeper] = maps;
  const start = first.map((value) => weights[0] * value);
  const result = deeper.reduce((e, v, k) => {
    const factor = fusion.confine(v);
    return e.map((value, i) => (value + weights[k + 1] * v[i]) * factor[i]);
  }, start);
  const peak = result.reduce((most, value) => Math.max(most, value), 0);
  return peak > 0 ? result.map((value) => value / peak) : result;
}

/**
 * wₖ = max(0, f(x ∘ Mₖ) − f(0)) / Σⱼ max(0, f(x ∘ Mⱼ) − f(0)): the rise of the score over the empty input when only
 * what a map shows is kept, Score-CAM's weight of a channel taken of a whole layer. Undefined where no map raises the
 * score.
 * @see Wang et al. 2020, Score-CAM, definition 3 (channel-wise increase of confidence)
 */
export function scoreWeights(scores: ArrayLike<number>, empty: number): Float64Array | undefined {
  const rises = Float64Array.from(scores, (score) => Math.max(0, score - empty));
  const total = rises.reduce((sum, rise) => sum + rise, 0);
  return total > 0 ? rises.map((rise) => rise / total) : undefined;
}
