import { ascendingOrder, averageRanks, forEachTie } from './rank';
import { incompleteBeta } from './special';
import { assertPaired, mean, type Values } from './values';

/** Pearson's r; NaN when either sample is constant. */
export function pearson(a: Values, b: Values): number {
  assertPaired(a, b);
  const meanA = mean(a);
  const meanB = mean(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] - meanA;
    const y = b[i] - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  const r = ab / (Math.sqrt(aa) * Math.sqrt(bb));
  return Math.max(-1, Math.min(1, r));
}

/**
 * Two-sided p value of Pearson's r over n independent normal pairs: I_{1−r²}(n/2 − 1, ½), the t test of r in the form
 * that keeps small tails.
 */
export function pearsonP(r: number, n: number): number {
  if (n < 3) return n === 2 ? 1 : NaN;
  return incompleteBeta((1 - r) * (1 + r), n / 2 - 1, 0.5, r * r);
}

/** Spearman's ρ: Pearson's r of average ranks. */
export function spearman(a: Values, b: Values): number {
  assertPaired(a, b);
  return pearson(averageRanks(a), averageRanks(b));
}

/** ⟨a, b⟩ / (‖a‖ ‖b‖), the similarity (1 = same direction); NaN when either is zero. */
export function cosine(a: Values, b: Values): number {
  assertPaired(a, b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / (Math.sqrt(aa) * Math.sqrt(bb));
}

/**
 * Kendall's τ-b = (C − D) / √((n₀ − n₁)(n₀ − n₂)), n₀ all pairs, n₁ and n₂ those tied in a and in b.
 * Discordant pairs are the exchanges of a merge sort by b of the pairs ordered by a: O(n log n).
 * @see Knight 1966, A computer method for calculating Kendall's tau with ungrouped data
 */
export function kendallTauB(a: Values, b: Values): number {
  assertPaired(a, b);
  const n = a.length;
  const order = Uint32Array.from(a, (_, i) => i).sort((i, j) => a[i] - a[j] || b[i] - b[j]);
  const pairs = (size: number): number => (size * (size - 1)) / 2;
  let tiedA = 0;
  let tiedBoth = 0;
  forEachTie(a, order, (from, to) => {
    tiedA += pairs(to - from);
    forEachTie(b, order.subarray(from, to), (f, t) => (tiedBoth += pairs(t - f)));
  });
  let tiedB = 0;
  forEachTie(b, ascendingOrder(b), (from, to) => (tiedB += pairs(to - from)));
  const discordant = exchanges(Float64Array.from(order, (i) => b[i]));
  const concordant = pairs(n) - tiedA - tiedB + tiedBoth - discordant;
  return (concordant - discordant) / (Math.sqrt(pairs(n) - tiedA) * Math.sqrt(pairs(n) - tiedB));
}

/** How many pairs stand in descending order: a bottom-up merge sort that counts. Sorts in place. */
function exchanges(values: Float64Array): number {
  let count = 0;
  let source = values;
  let target: Float64Array = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++) {
        const fromRight = right < end && (left >= middle || source[right] < source[left]);
        if (fromRight) count += middle - left;
        target[k] = fromRight ? source[right++] : source[left++];
      }
    }
    [source, target] = [target, source];
  }
  return count;
}
