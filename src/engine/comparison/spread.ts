import { scatterCells, type MapDistribution, type PairScatter } from '../../protocol/comparison';
import { equalEdges, histogram } from '../statistics/histogram';
import { minMax } from '../statistics/normalise';
import type { FlatMap } from './maps';

const BINS = 100;

/** The distribution of a map's min-max scaled values. */
export function distributionOf({ name, map }: FlatMap): MapDistribution {
  const scaled = minMax(map.data);
  const sorted = Float64Array.from(scaled).sort();
  const counts = histogram(scaled, equalEdges(0, 1, BINS));
  const above = Array.from(
    { length: BINS + 1 },
    (_, k) => (sorted.length - countUpTo(sorted, k / BINS)) / sorted.length,
  );
  return { name, counts: Array.from(counts), above };
}

/** How many of the sorted values are at most `limit`. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The joint distribution of two maps' min-max scaled values. */
export function scatterOf(a: FlatMap, b: FlatMap): PairScatter {
  const [x, y] = [minMax(a.map.data), minMax(b.map.data)];
  const counts = new Uint32Array(scatterCells * scatterCells);
  const cell = (value: number): number => Math.min(scatterCells - 1, Math.floor(value * scatterCells));
  for (let i = 0; i < x.length; i++) counts[cell(y[i]) * scatterCells + cell(x[i])]++;
  return { first: a.name, second: b.name, counts };
}
