import type { Values } from './values';

/** Indices that sort the values ascending; equal values keep their order. */
export function ascendingOrder(values: Values): Uint32Array {
  return Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
}

/** Indices that sort the values descending; equal values keep their order (row-major first). */
export function descendingOrder(values: Values): Uint32Array {
  return Uint32Array.from(values, (_, i) => i).sort((i, j) => values[j] - values[i] || i - j);
}

/** Visits each run of equal values in `order`: positions `from` up to but not including `to`. */
export function forEachTie(values: Values, order: ArrayLike<number>, visit: (from: number, to: number) => void): void {
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    // A NaN equals nothing, itself included: it is a run of its own.
    to = Math.max(to, from + 1);
    visit(from, to);
  }
}

/** Ranks 1…n; equal values share the mean of their ranks. */
export function averageRanks(values: Values): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(order.length);
  forEachTie(values, order, (from, to) => {
    for (let k = from; k < to; k++) ranks[order[k]] = (from + to + 1) / 2;
  });
  return ranks;
}

/** Σ (t³ − t) over the groups of t equal values, by which ties shrink rank variances. */
export function tieCorrection(values: Values): number {
  let total = 0;
  forEachTie(values, ascendingOrder(values), (from, to) => (total += (to - from) ** 3 - (to - from)));
  return total;
}
