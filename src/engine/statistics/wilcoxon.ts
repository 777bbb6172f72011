import { averageRanks, tieCorrection } from './rank';
import { normalTwoSided } from './special';
import type { TestResult } from './student';
import { differences, type Values } from './values';

export interface WilcoxonOptions {
  /** `drop` leaves zero differences out before ranking (Wilcoxon), `pratt` ranks them and then drops their ranks. */
  readonly zeros?: 'drop' | 'pratt';
  /** Moves the statistic half a step towards its mean before the normal approximation. */
  readonly continuity?: boolean;
  /** `exact` counts sign patterns; right only without ties and zeros. */
  readonly distribution?: 'normal' | 'exact';
}

export interface WilcoxonResult extends TestResult {
  /** Rank sums of the positive and of the negative differences; the statistic is the smaller. */
  readonly positive: number;
  readonly negative: number;
}

/** Wilcoxon's signed-rank test of paired samples, two-sided, with the variance corrected for ties. */
export function wilcoxon(a: Values, b: Values, options: WilcoxonOptions = {}): WilcoxonResult {
  const { zeros = 'drop', continuity = false, distribution = 'normal' } = options;
  const all = differences(a, b);
  const kept = zeros === 'pratt' ? all : all.filter((d) => d !== 0);
  const ranks = averageRanks(kept.map(Math.abs));
  let positive = 0;
  let negative = 0;
  kept.forEach((d, i) => {
    if (d > 0) positive += ranks[i];
    if (d < 0) negative += ranks[i];
  });
  const statistic = Math.min(positive, negative);
  const p = distribution === 'exact' ? exact(statistic, kept.length) : approximate(statistic, kept, ranks, continuity);
  return { statistic, p, positive, negative };
}

function approximate(statistic: number, kept: Float64Array, ranks: Float64Array, continuity: boolean): number {
  const count = kept.length;
  const zeros = kept.filter((d) => d === 0).length;
  const centre = (count * (count + 1) - zeros * (zeros + 1)) / 4;
  const ties = tieCorrection(ranks.filter((_, i) => kept[i] !== 0));
  const squares = count * (count + 1) * (2 * count + 1) - zeros * (zeros + 1) * (2 * zeros + 1);
  const shift = continuity ? 0.5 * Math.sign(statistic - centre) : 0;
  return normalTwoSided((statistic - centre - shift) / Math.sqrt((squares - ties / 2) / 24));
}

/**
 * Twice the share of the 2ⁿ sign patterns whose rank sum is at most the statistic; shares, not counts, so that nothing
 * overflows.
 */
function exact(statistic: number, n: number): number {
  const shares = new Float64Array((n * (n + 1)) / 2 + 1);
  shares[0] = 1;
  for (let rank = 1; rank <= n; rank++)
    for (let total = (rank * (rank + 1)) / 2; total >= 0; total--)
      shares[total] = 0.5 * (shares[total] + (total >= rank ? shares[total - rank] : 0));
  let p = 0;
  for (let total = 0; total <= statistic; total++) p += shares[total];
  return Math.min(1, 2 * p);
}
