import type { RandomStream } from '../../tensor/random';
import { coalitionOf, sizeOfCoalition, type Coalition } from './coalitions';

/** Coalitions to run, each next to its complement, and how much each weighs in the fit when all are run. */
export interface WeightedCoalitions {
  readonly rows: readonly Coalition[];
  readonly weights: Float64Array;
  /** 1 for a coalition of a size that is run completely: once all are run, it brings no error. */
  readonly complete: Uint8Array;
}

/**
 * Coalitions for KernelSHAP: the sizes of largest kernel weight (1 and n − 1, then 2 and n − 2, …) are run completely
 * while the budget covers them; the rest of the budget draws sizes by their weight, each coalition together with its
 * complement.
 * @see Covert and Lee 2021, Improving KernelSHAP, on paired sampling
 */
export function drawCoalitions(segments: number, budget: number, stream: RandomStream): WeightedCoalitions {
  const sizes = sizeWeights(segments);
  const rows: Coalition[] = [];
  const weights: number[] = [];
  let size = 1;
  let rest = 1;
  for (; size <= segments / 2; size++) {
    const coalitions = combinations(segments, size) * (2 * size === segments ? 1 : 2);
    const share = sizes[size] / rest;
    if ((budget - rows.length) * share < coalitions * (1 - 1e-9)) break;
    for (const row of subsets(segments, size)) {
      // Half of the segments: the complement is of the same size, and listed with its partner.
      if (2 * size === segments && !row[0]) continue;
      rows.push(row, complement(row));
      weights.push(sizes[size] / coalitions, sizes[size] / coalitions);
    }
    rest -= sizes[size];
  }
  const complete = rows.length;
  if (size <= segments / 2)
    drawRest(segments, { from: size, sizes, count: budget - rows.length, stream }, rows, weights, Math.max(rest, 0));
  return { rows, weights: Float64Array.from(weights), complete: Uint8Array.from(rows, (_, n) => Number(n < complete)) };
}

/** Every coalition but the ends, with its weight in the Shapley kernel. */
export function allCoalitions(segments: number): WeightedCoalitions {
  const rows = Array.from({ length: 2 ** (segments - 1) - 1 }, (_, c) => coalitionOf(c + 1, segments)).flatMap(
    (row) => [row, complement(row)],
  );
  return {
    rows,
    weights: Float64Array.from(rows, (row) => shapleyKernel(segments, sizeOfCoalition(row))),
    complete: new Uint8Array(rows.length).fill(1),
  };
}

/** Shapley kernel weight of ONE coalition of `size` out of n: (n − 1) / (C(n, size) · size · (n − size)). */
function shapleyKernel(segments: number, size: number): number {
  return (segments - 1) / (combinations(segments, size) * size * (segments - size));
}

interface RestOfBudget {
  readonly from: number;
  readonly sizes: Float64Array;
  readonly count: number;
  readonly stream: RandomStream;
}

/**
 * Draws from all sizes and passes over those that are run completely: whichever these are, the rest comes from one
 * sequence, so that a much larger budget runs whatever a smaller one does.
 */
function drawRest(
  segments: number,
  { from, sizes, count, stream }: RestOfBudget,
  rows: Coalition[],
  weights: number[],
  weight: number,
): void {
  const pairs = Math.floor(count / 2);
  for (let pair = 0; pair < pairs;) {
    let size = 1;
    for (let mark = stream.uniform() - sizes[size]; mark >= 0 && size < sizes.length - 1; mark -= sizes[size]) size++;
    const order = stream.permutation(segments);
    if (size < from) continue;
    const row = new Uint8Array(segments);
    order.subarray(0, size).forEach((s) => (row[s] = 1));
    rows.push(row, complement(row));
    weights.push(weight / (2 * pairs), weight / (2 * pairs));
    pair++;
  }
}

/** Kernel weight of the pair of sizes s and n − s, s = 1 … n/2, summing to 1; element 0 is unused. */
function sizeWeights(segments: number): Float64Array {
  const weights = Float64Array.from({ length: Math.floor(segments / 2) + 1 }, (_, s) =>
    s === 0 ? 0 : ((2 * s === segments ? 1 : 2) * (segments - 1)) / (s * (segments - s)),
  );
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

function combinations(n: number, k: number): number {
  let count = 1;
  for (let i = 0; i < k; i++) count = (count * (n - i)) / (i + 1);
  return count;
}

/** All coalitions of a size, in lexicographic order. */
function* subsets(segments: number, size: number): Generator<Coalition> {
  const chosen = Array.from({ length: size }, (_, k) => k);
  for (;;) {
    const row = new Uint8Array(segments);
    chosen.forEach((s) => (row[s] = 1));
    yield row;
    let k = size - 1;
    while (k >= 0 && chosen[k] === segments - size + k) k--;
    if (k < 0) return;
    chosen[k]++;
    for (let next = k + 1; next < size; next++) chosen[next] = chosen[next - 1] + 1;
  }
}

/** The other segments. */
export function complement(row: Coalition): Coalition {
  return row.map((kept) => 1 - kept);
}
