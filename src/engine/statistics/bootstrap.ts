import { RandomStream } from '../tensor/random';
import { mean, quantileOfSorted, type Values } from './values';

export interface BootstrapOptions {
  readonly seed: number;
  readonly statistic?: (sample: Float64Array) => number;
  readonly resamples?: number;
  readonly level?: number;
}

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap interval of a statistic (the mean unless told): the values are drawn anew with replacement.
 * @see Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13
 */
export function bootstrap(values: Values, options: BootstrapOptions): Interval {
  const { seed, statistic = mean, resamples = 2000, level = 0.95 } = options;
  const stream = new RandomStream('bootstrap', seed);
  const original = Float64Array.from(values);
  const sample = new Float64Array(values.length);
  const outcomes = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < sample.length; i++) sample[i] = original[stream.below(sample.length)];
    outcomes[r] = statistic(sample);
  }
  outcomes.sort();
  const tail = (1 - level) / 2;
  return {
    estimate: statistic(original),
    low: quantileOfSorted(outcomes, tail),
    high: quantileOfSorted(outcomes, 1 - tail),
  };
}
