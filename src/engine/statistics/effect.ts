import { averageRanks } from './rank';
import { differences, mean, standardDeviation, variance, type Values } from './values';
import { wilcoxon } from './wilcoxon';

/** Cohen's d of paired samples: mean difference over the standard deviation of the differences. */
export function cohenPaired(a: Values, b: Values): number {
  const d = differences(a, b);
  return mean(d) / standardDeviation(d, 1);
}

/** Cohen's d of independent samples: difference of means over the pooled standard deviation. */
export function cohenIndependent(a: Values, b: Values): number {
  const pooled = ((a.length - 1) * variance(a, 1) + (b.length - 1) * variance(b, 1)) / (a.length + b.length - 2);
  return (mean(a) - mean(b)) / Math.sqrt(pooled);
}

/**
 * Matched-pairs rank-biserial correlation (Kerby 2014): (W₊ − W₋) / (W₊ + W₋), zero differences dropped; goes with
 * Wilcoxon's test.
 */
export function rankBiserial(a: Values, b: Values): number {
  const { positive, negative } = wilcoxon(a, b);
  return (positive - negative) / (positive + negative);
}

/** Cliff's δ = P(a > b) − P(a < b) over all pairs of two independent samples, from the rank sum of the first. */
export function cliffDelta(a: Values, b: Values): number {
  const ranks = averageRanks([...Array.from(a), ...Array.from(b)]);
  let rankSum = 0;
  for (let i = 0; i < a.length; i++) rankSum += ranks[i];
  const wins = rankSum - (a.length * (a.length + 1)) / 2;
  return (2 * wins) / (a.length * b.length) - 1;
}
