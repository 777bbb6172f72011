import { withIntercept, type LinearFit, type Moments } from './least-squares';

const SWEEPS = 100000;
const PRECISION = 1e-13;

/**
 * Minimises 1/(2 Σw) Σ w (y − b₀ − xᵀb)² + alpha ‖b‖₁ by cyclic coordinate descent on the moments, until no coefficient
 * moves.
 * @see Friedman, Hastie and Tibshirani 2010, Regularization paths for generalized linear models
 */
export function lasso(moments: Moments, alpha: number): LinearFit {
  const { gram, cross, weight } = moments;
  const coefficients = new Float64Array(cross.length);
  const residual = cross.slice();
  const threshold = alpha * weight;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    let largest = 0;
    for (let s = 0; s < coefficients.length; s++) {
      if (gram[s][s] <= 0) continue;
      const next = shrunk(residual[s] + gram[s][s] * coefficients[s], threshold) / gram[s][s];
      const step = next - coefficients[s];
      if (step !== 0) for (let t = 0; t < residual.length; t++) residual[t] -= gram[t][s] * step;
      coefficients[s] = next;
      moved = Math.max(moved, Math.abs(step));
      largest = Math.max(largest, Math.abs(next));
    }
    if (moved <= PRECISION * largest) break;
  }
  return withIntercept(moments, coefficients);
}

/** Soft thresholding. */
function shrunk(value: number, threshold: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - threshold);
}
