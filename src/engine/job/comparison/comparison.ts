import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { ComparisonResult, MapHistogram, PairTest, PairValues } from '../../../protocol/comparison';
import { LensError } from '../../../protocol/error';
import { channelSum } from '../../metric/metric';
import { COMPARISONS, HYPOTHESES } from '../../statistics';
import { CORRECTIONS } from '../../statistics/correction';
import { above, equalEdges, histogram } from '../../statistics/histogram';
import { minMax } from '../../statistics/normalise';
import { extremes, mean } from '../../statistics/values';
import { decodeNpy } from '../../tensor/npy';
import { asFloats, reshaped, type FloatTensor } from '../../tensor/tensor';

export interface ComparisonOptions {
  /** Histograms count scaled values above it. */
  readonly threshold: number;
  readonly bins: number;
}

/** Axes of a map with its batch axis: a signal's, a picture's. */
const BATCHED = new Set([3, 4]);

/** A map to be compared: one value per position. */
interface NamedMap {
  readonly name: string;
  readonly map: FloatTensor;
}

/**
 * Compares maps two by two: correlations and distances, tests with effect sizes and corrected p values, histograms.
 * @param paths `.npy` files [1, C, H, W], [C, H, W] or [H, W] (or [1, C, L]), all of one size; channels are added
 * @throws LensError when a file cannot be read, or sizes differ
 */
export function compareMaps(paths: readonly string[], options: ComparisonOptions): ComparisonResult {
  if (paths.length < 2) throw new LensError({ code: 'invalid-argument', what: 'two maps are needed for a comparison', next: 'Name two or more .npy files' });
  const maps = paths.map((path, i) => ({ name: nameOf(paths, i), map: readMap(path) }));
  const odd = maps.find(({ map }) => map.dims.join() !== maps[0].map.dims.join());
  if (odd) throw new LensError({ code: 'wrong-shape', what: `the map is [${odd.map.dims.join(', ')}] but ${maps[0].name} is [${maps[0].map.dims.join(', ')}]`, where: odd.name, next: 'Compare maps of one size' });
  const pairs = maps.flatMap((a, i) => maps.slice(i + 1).map((b) => [a, b] as const));
  return {
    maps: maps.map(({ name, map }, i) => ({ name, path: paths[i], dims: map.dims, ...extremes(map.data), mean: mean(map.data) })),
    comparisons: COMPARISONS.map(({ id, label, formula, alike }) => ({ id, label, formula, alike })),
    hypotheses: HYPOTHESES.map(({ id, label, formula, effectLabel }) => ({ id, label, formula, effectLabel })),
    corrections: CORRECTIONS.map(({ id, label }) => ({ id, label })),
    pairs: pairs.map(([a, b]) => valuesOf(a, b)),
    tests: HYPOTHESES.flatMap(({ id }) => testsOf(id, pairs)),
    histograms: maps.map((map) => histogramOf(map, options)),
    threshold: options.threshold,
  };
}

/** The file's name, or its whole path where two are alike. */
function nameOf(paths: readonly string[], at: number): string {
  const short = paths.map((path) => basename(path, extname(path)));
  return short.filter((name) => name === short[at]).length > 1 ? paths[at] : short[at];
}

function readMap(path: string): FloatTensor {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new LensError({ code: 'not-found', what: `the array cannot be read (${(error as NodeJS.ErrnoException).code})`, where: path }, { cause: error });
  }
  const array = asFloats(decodeNpy(bytes, path));
  const batched = BATCHED.has(array.dims.length) && array.dims[0] === 1 ? array : reshaped(array, [1, ...(array.dims.length < 3 ? [1] : []), ...array.dims]);
  const map = channelSum(batched);
  const unusable = batched.dims.length > 4 || map.data.some((v) => !Number.isFinite(v));
  if (unusable) throw new LensError({ code: 'wrong-shape', what: `[${array.dims.join(', ')}] is not one map of finite values`, where: path, next: 'Save one map as [1, C, H, W], [C, H, W] or [H, W]' });
  return map;
}

function valuesOf(a: NamedMap, b: NamedMap): PairValues {
  const pair = { a: a.map.data, b: b.map.data, dims: a.map.dims };
  return { first: a.name, second: b.name, values: Object.fromEntries(COMPARISONS.map(({ id, compare }) => [id, finite(compare(pair))])) };
}

/** One test over all pairs; p values are corrected for their number. */
function testsOf(id: string, pairs: readonly (readonly [NamedMap, NamedMap])[]): PairTest[] {
  const { test } = HYPOTHESES.find((h) => h.id === id)!;
  const results = pairs.map(([a, b]) => test(minMax(a.map.data), minMax(b.map.data)));
  const corrected = CORRECTIONS.map(({ id: correction, adjust }) => [correction, adjust(results.map(({ p }) => p))] as const);
  return pairs.map(([a, b], i) => ({
    hypothesis: id,
    first: a.name,
    second: b.name,
    statistic: finite(results[i].statistic),
    p: finite(results[i].p),
    effect: finite(results[i].effect),
    corrected: Object.fromEntries(corrected.map(([correction, p]) => [correction, finite(p[i])])),
  }));
}

function histogramOf({ name, map }: NamedMap, { threshold, bins }: ComparisonOptions): MapHistogram {
  const kept = above(minMax(map.data), threshold);
  const edges = equalEdges(threshold, 1, bins);
  return { name, edges: Array.from(edges), counts: Array.from(histogram(kept, edges)), share: kept.length / map.data.length };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
