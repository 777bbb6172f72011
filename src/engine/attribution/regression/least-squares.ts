import { Matrix, SVD, solve } from 'ml-matrix';

/** A weighted regression problem: rows `[N][S]`, one target and one weight per row. */
export interface Samples {
  readonly rows: readonly ArrayLike<number>[];
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface LinearFit {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** Second moments about the weighted means: all that ridge, lasso and their paths need. */
export interface Moments {
  /** Σ w (x − x̄)(x − x̄)ᵀ, `[S][S]`. */
  readonly gram: readonly Float64Array[];
  /** Σ w (x − x̄)(y − ȳ). */
  readonly cross: Float64Array;
  /** Σ w (y − ȳ)². */
  readonly spread: number;
  readonly rowMean: Float64Array;
  readonly targetMean: number;
  readonly weight: number;
}

/** Weighted means and moments, summed in row order. */
export function momentsOf({ rows, targets, weights }: Samples): Moments {
  const features = rows[0].length;
  const rowMean = new Float64Array(features);
  let weight = 0;
  let targetMean = 0;
  rows.forEach((row, n) => {
    weight += weights[n];
    targetMean += weights[n] * targets[n];
    for (let s = 0; s < features; s++) rowMean[s] += weights[n] * row[s];
  });
  targetMean /= weight;
  for (let s = 0; s < features; s++) rowMean[s] /= weight;
  const gram = Array.from({ length: features }, () => new Float64Array(features));
  const cross = new Float64Array(features);
  const centred = new Float64Array(features);
  let spread = 0;
  rows.forEach((row, n) => {
    const w = weights[n];
    const y = targets[n] - targetMean;
    spread += w * y * y;
    for (let s = 0; s < features; s++) centred[s] = row[s] - rowMean[s];
    for (let s = 0; s < features; s++) {
      const scaled = w * centred[s];
      cross[s] += scaled * y;
      for (let t = s; t < features; t++) gram[s][t] += scaled * centred[t];
    }
  });
  for (let s = 0; s < features; s++) for (let t = 0; t < s; t++) gram[s][t] = gram[t][s];
  return { gram, cross, spread, rowMean, targetMean, weight };
}

/**
 * Minimises Σ w (y − b₀ − xᵀb)² + alpha ‖b‖² over the chosen features; the intercept is not penalised, others are 0.
 * A singular problem takes its solution of least norm.
 */
export function ridge(moments: Moments, alpha: number, features: readonly number[] = everyFeature(moments)): LinearFit {
  const gram = new Matrix(features.map((s) => features.map((t) => moments.gram[s][t] + (s === t ? alpha : 0))));
  const cross = Matrix.columnVector(features.map((s) => moments.cross[s]));
  const solution = solveSymmetric(gram, cross);
  const coefficients = new Float64Array(moments.cross.length);
  features.forEach((s, k) => (coefficients[s] = solution.get(k, 0)));
  return withIntercept(moments, coefficients);
}

/** Solves a symmetric positive semidefinite system, by least norm where it is singular. */
export function solveSymmetric(matrix: Matrix, right: Matrix): Matrix {
  try {
    const solution = solve(matrix, right);
    const residual = Matrix.sub(matrix.mmul(solution), right).norm();
    if (residual <= 1e-9 * (right.norm() + 1e-300)) return solution;
  } catch {
    // Exactly singular: the decomposition below covers it.
  }
  return new SVD(matrix, { autoTranspose: true }).solve(right);
}

/** The fit whose plane passes through the weighted means. */
export function withIntercept({ rowMean, targetMean }: Moments, coefficients: Float64Array): LinearFit {
  return { coefficients, intercept: coefficients.reduce((rest, c, s) => rest - c * rowMean[s], targetMean) };
}

/** Weighted R² = 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)² of a fit through the means. */
export function r2(moments: Moments, { coefficients }: LinearFit): number {
  let explained = 0;
  coefficients.forEach((a, s) => {
    if (a === 0) return;
    explained += 2 * a * moments.cross[s];
    coefficients.forEach((b, t) => (explained -= a * b * moments.gram[s][t]));
  });
  return moments.spread > 0 ? explained / moments.spread : 0;
}

/** The fit's value at one row. */
export function predict({ coefficients, intercept }: LinearFit, row: ArrayLike<number>): number {
  return coefficients.reduce((sum, c, s) => sum + c * row[s], intercept);
}

export const everyFeature = ({ cross }: Moments): number[] => Array.from(cross, (_, s) => s);
