import { descendingOrder } from '../statistics/rank';
import type { Values } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { positionsOf, type Scorer } from './metric';
import { scoreTrials } from './scoring';
import type { Witness } from './witness';

export interface CurveOptions {
  /** The first and the last input of the curve, [1, C, …]. */
  readonly from: FloatTensor;
  readonly to: FloatTensor;
  /** One value per position; the largest are exchanged first, the first in row-major order among equals. */
  readonly map: Values;
  /** Positions exchanged at a time, all channels together. */
  readonly step: number;
  readonly scorer: Scorer;
  /** The clean input's score and which end of the curve it is, so that it is not computed again. */
  readonly clean: { readonly score: number; readonly at: 'start' | 'end' };
  readonly batch: number;
  readonly signal?: AbortSignal;
  readonly witness?: Witness;
}

/** How many exchanges take every position. */
export const curveSteps = (positions: number, step: number): number => Math.ceil(positions / step);

/**
 * Scores while positions of `from` are exchanged for those of `to`: ⌈positions / step⌉ + 1 of them, the last step takes
 * what is left.
 */
export async function perturbationCurve(options: CurveOptions): Promise<Float64Array> {
  const { from, to, map, step, scorer, clean, batch, signal } = options;
  const positions = positionsOf(from);
  const order = descendingOrder(map);
  const steps = curveSteps(positions, step);
  const current = Float32Array.from(from.data);
  let exchanged = 0;
  const advanceTo = (count: number): void => {
    for (; exchanged < count; exchanged++)
      for (let i = order[exchanged]; i < current.length; i += positions) current[i] = to.data[i];
  };
  const first = clean.at === 'start' ? 1 : 0;
  const scores = await scoreTrials(scorer, {
    count: steps,
    dims: from.dims.slice(1),
    fill(index, target) {
      advanceTo(Math.min(positions, (index + first) * step));
      target.set(current);
    },
    batch,
    signal,
  });
  const curve = new Float64Array(steps + 1);
  curve.set(scores, first);
  curve[clean.at === 'start' ? 0 : steps] = clean.score;
  options.witness?.exchange({ from, to, order, step, scores: curve });
  return curve;
}

/** Area under a curve by trapezoids of unit width, divided by the number of steps. */
export function areaUnder(curve: Values): number {
  let total = 0;
  for (let i = 1; i < curve.length; i++) total += (curve[i - 1] + curve[i]) / 2;
  return total / (curve.length - 1);
}
