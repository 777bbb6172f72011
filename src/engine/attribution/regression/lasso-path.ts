import { Matrix } from 'ml-matrix';
import { solveSymmetric, type Moments } from './least-squares';

const TINY = 1e-12;
const MOST_KNOTS = 500;

/**
 * The corners of the lasso's path from no penalty-free coefficient to least squares, one coefficient vector per corner,
 * the empty one first: least angle regression in which a coefficient that reaches zero leaves.
 * @see Efron, Hastie, Johnstone and Tibshirani 2004, Least angle regression
 */
export function lassoPath(moments: Moments): Float64Array[] {
  const { cross } = moments;
  const correlations = cross.slice();
  let coefficients = new Float64Array(cross.length);
  const knots = [coefficients];
  let active: number[] = [];
  let left = -1;
  const start = Math.max(...Array.from(cross, Math.abs));
  while (knots.length < MOST_KNOTS) {
    const level = Math.max(...Array.from(correlations, Math.abs));
    if (level <= TINY * start) break;
    if (left < 0) active = [...active, joining(correlations, active)].filter((s) => s >= 0);
    const direction = equiangular(moments, active, correlations);
    const slopes = slopesOf(moments, active, direction);
    const reach = nextJoin(correlations, slopes, active, level, left);
    const crossing = nextLeave(coefficients, active, direction);
    const step = Math.min(reach, crossing.step, level);
    coefficients = coefficients.slice();
    active.forEach((s, k) => (coefficients[s] += step * direction[k]));
    correlations.forEach((c, s) => (correlations[s] = c - step * slopes[s]));
    left = -1;
    if (crossing.step <= step) {
      left = crossing.feature;
      coefficients[left] = 0;
      active = active.filter((s) => s !== left);
    }
    knots.push(coefficients);
    if (step === level) break;
  }
  return knots;
}

/** The inactive feature most correlated with what is left. */
function joining(correlations: Float64Array, active: readonly number[]): number {
  let best = -1;
  correlations.forEach((c, s) => {
    if (!active.includes(s) && (best < 0 || Math.abs(c) > Math.abs(correlations[best]))) best = s;
  });
  return best;
}

/** The direction along which all active correlations shrink alike, one unit per unit of penalty. */
function equiangular(moments: Moments, active: readonly number[], correlations: Float64Array): number[] {
  const gram = new Matrix(active.map((s) => active.map((t) => moments.gram[s][t])));
  return solveSymmetric(gram, Matrix.columnVector(active.map((s) => Math.sign(correlations[s])))).to1DArray();
}

/** How fast each correlation falls along the direction. */
function slopesOf({ gram, cross }: Moments, active: readonly number[], direction: readonly number[]): Float64Array {
  return cross.map((_, s) => active.reduce((sum, t, k) => sum + gram[s][t] * direction[k], 0));
}

/**
 * The step at which an inactive correlation catches up with the active ones; the one that has just left does not return
 * at once.
 */
function nextJoin(
  correlations: Float64Array,
  slopes: Float64Array,
  active: readonly number[],
  level: number,
  left: number,
): number {
  let nearest = Infinity;
  correlations.forEach((c, s) => {
    if (active.includes(s)) return;
    for (const step of [(level - c) / (1 - slopes[s]), (level + c) / (1 + slopes[s])]) {
      if (step > (s === left ? TINY * level : 0) && step < nearest && Number.isFinite(step)) nearest = step;
    }
  });
  return nearest;
}

function nextLeave(
  coefficients: Float64Array,
  active: readonly number[],
  direction: readonly number[],
): { step: number; feature: number } {
  let nearest = { step: Infinity, feature: -1 };
  active.forEach((s, k) => {
    const step = -coefficients[s] / direction[k];
    if (step > 0 && step < nearest.step) nearest = { step, feature: s };
  });
  return nearest;
}
