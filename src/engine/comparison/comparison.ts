import type { ComparisonResult, MapHistogram, PairTest, PairValues } from '../../protocol/comparison';
import { LensError } from '../../protocol/error';
import { COMPARISONS, HYPOTHESES } from '../statistics';
import { CORRECTIONS } from '../statistics/correction';
import { above, equalEdges, histogram } from '../statistics/histogram';
import { minMax } from '../statistics/normalise';
import { extremes, mean } from '../statistics/values';
import { readMaps, type FlatMap } from './maps';

export interface ComparisonOptions {
  /** Histograms count scaled values above it. */
  readonly threshold: number;
  readonly bins: number;
}

type Pair = readonly [FlatMap, FlatMap];

/**
 * Compares stored maps two by two: correlations and distances, tests with effect sizes and corrected p values,
 * histograms.
 * @param paths `.npy` files [1, C, H, W], [C, H, W] or [H, W] (or [1, C, L]), all of one size; channels are added
 * @throws LensError when a file cannot be read, or sizes differ
 */
export function compareMaps(paths: readonly string[], options: ComparisonOptions): ComparisonResult {
  const steps = comparing(readMaps(paths), options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * Compares maps two by two, pausing after each pair.
 * @throws LensError for less than two maps, or maps of different sizes
 */
export function* comparing(maps: readonly FlatMap[], options: ComparisonOptions): Generator<void, ComparisonResult> {
  if (maps.length < 2)
    throw new LensError({
      code: 'invalid-argument',
      what: 'two maps are needed for a comparison',
      next: 'Choose two or more maps',
    });
  const odd = maps.find(({ map }) => map.dims.join() !== maps[0].map.dims.join());
  if (odd)
    throw new LensError({
      code: 'wrong-shape',
      what: `the map is [${odd.map.dims.join(', ')}] but ${maps[0].name} is [${maps[0].map.dims.join(', ')}]`,
      where: odd.name,
      next: 'Compare maps of one size',
    });
  const pairs = pairsOf(maps);
  const values: PairValues[] = [];
  for (const [a, b] of pairs) {
    values.push(valuesOf(a, b));
    yield;
  }
  const tests: PairTest[] = [];
  for (const { id } of HYPOTHESES) {
    tests.push(...testsOf(id, pairs));
    yield;
  }
  return {
    maps: maps.map(({ name, path, map }) => ({
      name,
      path,
      dims: map.dims,
      ...extremes(map.data),
      mean: mean(map.data),
    })),
    comparisons: COMPARISONS.map(({ id, label, formula, alike }) => ({ id, label, formula, alike })),
    hypotheses: HYPOTHESES.map(({ id, label, formula, effectLabel }) => ({ id, label, formula, effectLabel })),
    corrections: CORRECTIONS.map(({ id, label }) => ({ id, label })),
    pairs: values,
    tests,
    histograms: maps.map((map) => histogramOf(map, options)),
    threshold: options.threshold,
  };
}

/** Every two of them, in order. */
export function pairsOf<T>(maps: readonly T[]): (readonly [T, T])[] {
  return maps.flatMap((a, i) => maps.slice(i + 1).map((b) => [a, b] as const));
}

function valuesOf(a: FlatMap, b: FlatMap): PairValues {
  const pair = { a: a.map.data, b: b.map.data, dims: a.map.dims };
  return {
    first: a.name,
    second: b.name,
    values: Object.fromEntries(COMPARISONS.map(({ id, compare }) => [id, finite(compare(pair))])),
  };
}

/** One test over all pairs; p values are corrected for their number. */
function testsOf(id: string, pairs: readonly Pair[]): PairTest[] {
  const { test } = HYPOTHESES.find((h) => h.id === id)!;
  const results = pairs.map(([a, b]) => test(minMax(a.map.data), minMax(b.map.data)));
  const corrected = CORRECTIONS.map(
    ({ id: correction, adjust }) => [correction, adjust(results.map(({ p }) => p))] as const,
  );
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

function histogramOf({ name, map }: FlatMap, { threshold, bins }: ComparisonOptions): MapHistogram {
  const kept = above(minMax(map.data), threshold);
  const edges = equalEdges(threshold, 1, bins);
  return {
    name,
    edges: Array.from(edges),
    counts: Array.from(histogram(kept, edges)),
    share: kept.length / map.data.length,
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
