import { registry } from '../../parameter/entries';

/**
 * Outputs of a replicated design: `a` for the points of the first matrix, `c[i]` for the same points with coordinate i
 * taken from the second matrix.
 */
export interface ReplicatedOutputs {
  readonly a: Float64Array;
  readonly c: readonly Float64Array[];
}

/**
 * A way to estimate total-order Sobol' indices: the share of the output's variance in which a coordinate takes part.
 */
export interface SobolEstimator {
  readonly id: string;
  readonly label: string;
  /** The index of one coordinate. */
  estimate(a: Float64Array, c: Float64Array): number;
}

const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const meanProduct = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0) / a.length;

/** Unbiased variance. */
function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1);
}

export const sobolEstimators = registry<SobolEstimator>()([
  {
    id: 'jansen',
    label: 'Jansen 1999',
    estimate: (a, c) => a.reduce((sum, v, i) => sum + (v - c[i]) ** 2, 0) / (2 * a.length * variance(a)),
  },
  {
    id: 'homma',
    label: 'Homma and Saltelli 1996',
    estimate: (a, c) => (variance(a) - meanProduct(a, c) + mean(a) ** 2) / variance(a),
  },
  {
    id: 'janon',
    label: 'Janon et al. 2014',
    estimate: (a, c) => {
      const centre = (mean(a) + mean(c)) / 2;
      const spread =
        (a.reduce((sum, v) => sum + v * v, 0) + c.reduce((sum, v) => sum + v * v, 0)) / (2 * a.length) - centre ** 2;
      return 1 - (meanProduct(a, c) - centre ** 2) / spread;
    },
  },
  {
    id: 'glen',
    label: 'Glen and Isaacs 2012',
    estimate: (a, c) => {
      const covariance = ((meanProduct(a, c) - mean(a) * mean(c)) * a.length) / (a.length - 1);
      return 1 - covariance / Math.sqrt(variance(a) * variance(c));
    },
  },
  {
    id: 'saltelli',
    label: 'Saltelli et al. 2008',
    estimate: (a, c) => 1 - (meanProduct(a, c) - mean(a) ** 2) / variance(a),
  },
]);

/** Total-order indices of all coordinates; 0 where the output does not vary. */
export function totalIndices({ a, c }: ReplicatedOutputs, estimator: SobolEstimator): Float64Array {
  return Float64Array.from(c, (outputs) => {
    const index = estimator.estimate(a, outputs);
    return Number.isFinite(index) ? index : 0;
  });
}

/** Groups of designs that the jackknife leaves out in turn. */
const GROUPS = 16;

/**
 * Standard errors √((g − 1)/g Σₖ (θ₍ₖ₎ − θ̄)²) of the indices, θ₍ₖ₎ being the index without group k of the designs.
 * @see Efron and Stein 1981, The jackknife estimate of variance
 */
export function jackknifeErrors({ a, c }: ReplicatedOutputs, estimator: SobolEstimator): Float64Array {
  const groups = Math.min(GROUPS, a.length);
  const without = Array.from({ length: groups }, (_, group) => {
    const rest = (values: Float64Array): Float64Array => values.filter((_value, n) => n % groups !== group);
    return totalIndices({ a: rest(a), c: c.map(rest) }, estimator);
  });
  return Float64Array.from(c, (_, d) => {
    const centre = without.reduce((sum, indices) => sum + indices[d], 0) / groups;
    return Math.sqrt(((groups - 1) / groups) * without.reduce((sum, indices) => sum + (indices[d] - centre) ** 2, 0));
  });
}
