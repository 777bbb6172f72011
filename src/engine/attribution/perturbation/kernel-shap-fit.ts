import { Matrix } from 'ml-matrix';
import { LensError } from '../../../protocol/error';
import { sizeOfCoalition } from './coalitions';
import { momentsOf, ridge, solveSymmetric, type LinearFit, type Samples } from './regression';

/** Shapley kernel weight of ONE coalition of `size` out of n: (n − 1) / (C(n, size) · size · (n − size)). */
export function shapleyKernel(segments: number, size: number): number {
  let choices = 1;
  for (let k = 0; k < size; k++) choices = (choices * (segments - k)) / (k + 1);
  return (segments - 1) / (choices * size * (segments - size));
}

export interface Ends {
  /** Score of the baseline. */
  readonly none: number;
  /** Score of the whole input. */
  readonly all: number;
}

/**
 * Minimises Σ w (v(z) − v(0) − zᵀφ)² subject to Σφ = v(1) − v(0): the infinite weights of the two ends as a constraint.
 * Rows of no or all segments are left out.
 * @throws LensError `invalid-argument` when the coalitions do not determine the values
 * @see Lundberg and Lee 2017, A unified approach to interpreting model predictions
 */
export function constrainedFit({ rows, targets, weights }: Samples, { none, all }: Ends): Float64Array {
  const segments = rows[0].length;
  const gram = Matrix.zeros(segments, segments);
  const cross = Matrix.zeros(segments, 1);
  rows.forEach((row, n) => {
    const size = sizeOfCoalition(row);
    if (size === 0 || size === segments) return;
    for (let s = 0; s < segments; s++) {
      if (!row[s]) continue;
      cross.set(s, 0, cross.get(s, 0) + weights[n] * (targets[n] - none));
      for (let t = 0; t < segments; t++) if (row[t]) gram.set(s, t, gram.get(s, t) + weights[n]);
    }
  });
  const free = solveSymmetric(gram, cross).to1DArray();
  const ones = solveSymmetric(gram, Matrix.ones(segments, 1)).to1DArray();
  const total = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);
  const excess = (total(free) - (all - none)) / total(ones);
  if (!Number.isFinite(excess)) {
    throw new LensError({ code: 'invalid-argument', what: `${rows.length} coalitions do not determine ${segments} Shapley values`, next: 'Take more samples or fewer segments' });
  }
  return Float64Array.from(free, (value, s) => value - excess * ones[s]);
}

/**
 * Captum's way: rows drawn from the kernel's size distribution weigh 1, the rows of no and of all segments `endpointWeight`;
 * least squares with intercept.
 */
export function captumFit(rows: readonly ArrayLike<number>[], targets: ArrayLike<number>, endpointWeight: number): LinearFit {
  const weights = rows.map((row) => {
    const size = sizeOfCoalition(row);
    return size === 0 || size === row.length ? endpointWeight : 1;
  });
  return ridge(momentsOf({ rows, targets, weights }), 0);
}
