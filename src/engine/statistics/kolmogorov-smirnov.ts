import type { TestResult } from './student';
import { sorted, type Values } from './values';

/**
 * Above this many lattice points the limiting distribution takes the place of the exact one for samples of unequal
 * size.
 */
const MOST_LATTICE_POINTS = 1e8;

/**
 * Two-sample Kolmogorov-Smirnov test: D = max |F_a − F_b|. The p value is exact (for samples without ties;
 * conservative with them), except for two large samples of unequal size, where it is Kolmogorov's limit.
 */
export function kolmogorovSmirnov(a: Values, b: Values): TestResult {
  const statistic = largestGap(sorted(a), sorted(b));
  const [n, m] = [a.length, b.length];
  if (n === m) return { statistic, p: equalSizes(n, Math.round(statistic * n)) };
  const p =
    n * m <= MOST_LATTICE_POINTS ? latticePaths(n, m, statistic) : limit(statistic * Math.sqrt((n / (n + m)) * m));
  return { statistic, p };
}

function largestGap(a: Float64Array, b: Float64Array): number {
  let gap = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= value) i++;
    while (j < b.length && b[j] <= value) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}

/**
 * P(D ≥ h/n) = 2 Σₖ (−1)ᵏ⁺¹ C(2n, n − kh) / C(2n, n), by reflecting lattice paths.
 * Nested from the last term, so that no binomial is ever formed.
 * @see Gnedenko & Korolyuk 1951
 */
function equalSizes(n: number, h: number): number {
  if (h === 0) return 1;
  let p = 0;
  for (let k = Math.floor(n / h); k >= 1; k--) {
    let ratio = 1;
    for (let j = 1; j <= h; j++) ratio *= (n - k * h + j) / (n + (k - 1) * h + j);
    p = ratio * (1 - p);
  }
  return Math.min(1, 2 * p);
}

/**
 * The chance that a random walk from (0, 0) to (n, m), a draw without replacement, ever leaves |i/n − j/m| < D.
 * What leaves is summed, not what stays, so that tiny chances keep their digits.
 */
function latticePaths(n: number, m: number, statistic: number): number {
  // Gaps are multiples of 1/(nm): half of one absorbs the rounding of D.
  const bound = statistic * n * m - 0.5;
  if (bound <= 0) return 1;
  const chance = new Float64Array(m + 1);
  let left = 0;
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      const remaining = n + m - i - j + 1;
      const down = i > 0 ? (chance[j] * (n - i + 1)) / remaining : 0;
      const right = j > 0 ? (chance[j - 1] * (m - j + 1)) / remaining : 0;
      const arrives = i + j > 0 ? down + right : 1;
      const leaves = Math.abs(i * m - j * n) >= bound;
      if (leaves) left += arrives;
      chance[j] = leaves ? 0 : arrives;
    }
  return Math.min(1, left);
}

/** P(K ≥ x) of Kolmogorov's limiting distribution. */
function limit(x: number): number {
  // The alternating series stalls near 0, where the theta-function form converges in a few terms.
  if (x < 1) {
    let below = 0;
    for (let k = 1; k <= 20; k += 2) below += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return x > 0 ? 1 - (Math.sqrt(2 * Math.PI) / x) * below : 1;
  }
  let p = 0;
  for (let k = 1; k <= 20; k++) p += (k % 2 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return p;
}
