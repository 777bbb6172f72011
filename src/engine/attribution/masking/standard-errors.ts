import { inverse, Matrix, pseudoInverse } from 'ml-matrix';
import type { FloatTensor } from '../../tensor/tensor';
import { predict, type LinearFit, type Moments, type Samples } from '../regression/least-squares';

/** Standard errors that are known everywhere; too few draws tell none. */
export function estimated(errors: FloatTensor): FloatTensor | undefined {
  return errors.data.every(Number.isFinite) ? errors : undefined;
}

/** The inverse of a symmetric positive semidefinite matrix, by least norm where it is singular. */
export function invert(matrix: Matrix): Matrix {
  try {
    return inverse(matrix);
  } catch {
    return pseudoInverse(matrix);
  }
}

/**
 * Standard errors √diag(B (Σ uuᵀ) B) of an estimate that solves Σ uₙ = 0, with B the inverse of its curvature: they
 * need no assumption on how the residuals are distributed.
 * @param contributions uₙ, one per independent draw
 * @see White 1980, A heteroskedasticity-consistent covariance matrix estimator
 */
export function sandwichErrors(bread: Matrix, contributions: Iterable<ArrayLike<number>>): Float64Array {
  const size = bread.rows;
  const rows = bread.to2DArray();
  const variances = new Float64Array(size);
  for (const u of contributions) {
    for (let s = 0; s < size; s++) {
      let moved = 0;
      for (let t = 0; t < size; t++) moved += rows[s][t] * u[t];
      variances[s] += moved * moved;
    }
  }
  return variances.map(Math.sqrt);
}

/** Standard errors of a ridge fit's coefficients; 0 for features that are not in it. */
export function ridgeErrors(
  { rows, targets, weights }: Samples,
  moments: Moments,
  fit: LinearFit,
  alpha: number,
  features: readonly number[],
): Float64Array {
  const curvature = new Matrix(features.map((s) => features.map((t) => moments.gram[s][t] + (s === t ? alpha : 0))));
  const contributions = rows.map((row, n) => {
    const residual = weights[n] * (targets[n] - predict(fit, row));
    return Float64Array.from(features, (s) => residual * (row[s] - moments.rowMean[s]));
  });
  const found = sandwichErrors(invert(curvature), contributions);
  const errors = new Float64Array(fit.coefficients.length);
  features.forEach((s, k) => (errors[s] = found[k]));
  return errors;
}
