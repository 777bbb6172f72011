import { studentTwoSided } from './special';
import { differences, mean, variance, type Values } from './values';

export interface TestResult {
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** Student's paired t test: mean difference over its standard error, n − 1 degrees of freedom. */
export function pairedT(a: Values, b: Values): TestResult & { readonly freedom: number } {
  const d = differences(a, b);
  const freedom = d.length - 1;
  const statistic = mean(d) / Math.sqrt(variance(d, 1) / d.length);
  return { statistic, p: studentTwoSided(statistic, freedom), freedom };
}

/** Welch's t test of two means with unequal variances and the Welch-Satterthwaite degrees of freedom. */
export function welchT(a: Values, b: Values): TestResult & { readonly freedom: number } {
  const errorA = variance(a, 1) / a.length;
  const errorB = variance(b, 1) / b.length;
  const freedom = (errorA + errorB) ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
  const statistic = (mean(a) - mean(b)) / Math.sqrt(errorA + errorB);
  return { statistic, p: studentTwoSided(statistic, freedom), freedom };
}
