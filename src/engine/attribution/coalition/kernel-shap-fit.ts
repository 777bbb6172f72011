import { Matrix } from 'ml-matrix';
import { LensError } from '../../../protocol/error';
import { sizeOfCoalition } from './coalitions';
import { momentsOf, ridge, type LinearFit, type Samples } from '../regression/least-squares';
import { invert, sandwichErrors } from '../masking/standard-errors';

export interface Ends {
  /** Score of the baseline. */
  readonly none: number;
  /** Score of the whole input. */
  readonly all: number;
}

/** Shapley values and how much they still vary with the draws. */
export interface ShapleyFit {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/**
 * Minimises Σ w (v(z) − v(0) − zᵀφ)² subject to Σφ = v(1) − v(0): the infinite weights of the two ends as a constraint.
 * Rows of no or all segments are left out. Where they are known for none but the ends, all values are equal; errors are
 * NaN where there are too few rows to tell them.
 * @param chance which share of each row's squared contribution is chance, [rows]
 * @throws LensError `invalid-argument` when the coalitions do not determine the values
 * @see Lundberg and Lee 2017, A unified approach to interpreting model predictions
 */
export function constrainedFit(
  { rows, targets, weights }: Samples,
  { none, all }: Ends,
  segments: number,
  chance: Float64Array,
): ShapleyFit {
  if (segments === 1) return { values: Float64Array.of(all - none), errors: Float64Array.of(0) };
  const gram = Matrix.zeros(segments, segments);
  const cross = new Float64Array(segments);
  const inner = rows.map((row) => sizeOfCoalition(row) % segments > 0);
  const known = inner.filter(Boolean).length;
  if (known === 0)
    return {
      values: new Float64Array(segments).fill((all - none) / segments),
      errors: new Float64Array(segments).fill(NaN),
    };
  rows.forEach((row, n) => {
    for (let s = 0; s < segments && inner[n]; s++) {
      if (!row[s]) continue;
      cross[s] += weights[n] * (targets[n] - none);
      for (let t = 0; t < segments; t++) if (row[t]) gram.set(s, t, gram.get(s, t) + weights[n]);
    }
  });
  const inverted = invert(gram);
  const ones = inverted.mmul(Matrix.ones(segments, 1)).to1DArray();
  const total = ones.reduce((sum, v) => sum + v, 0);
  const free = inverted.mmul(Matrix.columnVector(cross)).to1DArray();
  const excess = (free.reduce((sum, v) => sum + v, 0) - (all - none)) / total;
  if (!Number.isFinite(excess)) {
    throw new LensError({
      code: 'invalid-argument',
      what: `${rows.length} coalitions do not determine ${segments} Shapley values`,
      next: 'Take more samples or fewer segments',
    });
  }
  const values = Float64Array.from(free, (value, s) => value - excess * ones[s]);
  // The constraint takes from the inverse the direction in which all values grow together.
  const bread = Matrix.sub(inverted, Matrix.columnVector(ones).mmul(Matrix.rowVector(ones)).div(total));
  const drawn = rows.flatMap((row, n) => {
    if (chance[n] === 0 || !inner[n]) return [];
    const residual =
      Math.sqrt(chance[n]) * weights[n] * (targets[n] - none - values.reduce((sum, v, s) => sum + v * row[s], 0));
    return [Float64Array.from(row, (kept) => residual * kept)];
  });
  // A fit through all its points leaves no residuals to tell errors from.
  const determined = drawn.length > 0 && known <= 2 * segments;
  return { values, errors: determined ? new Float64Array(segments).fill(NaN) : sandwichErrors(bread, paired(drawn)) };
}

/** A coalition and its complement are one draw. */
function paired(contributions: readonly Float64Array[]): Float64Array[] {
  const pairs: Float64Array[] = [];
  for (let n = 0; n < contributions.length; n += 2) {
    const second = contributions[n + 1];
    pairs.push(second ? contributions[n].map((v, s) => v + second[s]) : contributions[n]);
  }
  return pairs;
}

/**
 * Captum's way: rows weigh 1 on the mean, the rows of no and of all segments `endpointWeight`; least squares with
 * intercept.
 */
export function captumFit({ rows, targets, weights }: Samples, endpointWeight: number): LinearFit {
  const isEnd = rows.map((row) => sizeOfCoalition(row) % row.length === 0);
  let [inner, total] = [0, 0];
  isEnd.forEach((end, n) => {
    if (!end) [inner, total] = [inner + 1, total + weights[n]];
  });
  const scaled = Float64Array.from(isEnd, (end, n) => (end ? endpointWeight : (weights[n] * inner) / total));
  return ridge(momentsOf({ rows, targets, weights: scaled }), 0);
}
