import { amplitude, amplitudeConvention, amplitudesOf } from '../baseline/amplitude';
import { choice, numbers } from '../parameter/kinds';
import type { ValuesOf } from '../parameter/schema';
import { minMax } from '../statistics/normalise';
import { quantileOfSorted, sorted, type Values } from '../statistics/values';
import { floats, type FloatTensor } from '../tensor/tensor';
import { impute } from './imputation/imputation';
import { defineMetric, positionsOf, type Scorer, type Subject } from './metric';
import { scoreTrials } from './scoring';

export type RoadOrder = 'mostRelevantFirst' | 'leastRelevantFirst';

const ROW_TITLES: Readonly<Record<RoadOrder, string>> = {
  mostRelevantFirst: 'most relevant first',
  leastRelevantFirst: 'least relevant first',
};

/** Positions whose map value is at least the percentile are removed, so percentile p keeps p %. */
export function removedAt(map: Values, ascending: Float64Array, percentile: number): Uint8Array {
  const threshold = quantileOfSorted(ascending, percentile / 100);
  const removed = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) if (map[i] >= threshold) removed[i] = 1;
  return removed;
}

/** The map by which positions are removed: itself, or 1 − map in single precision for the least relevant first. */
export function removalMap(map: Values, order: RoadOrder): Float64Array {
  return Float64Array.from(map, (v) => (order === 'mostRelevantFirst' ? v : Math.fround(1 - v)));
}

export interface RoadOptions {
  readonly percentiles: readonly number[];
  readonly scorer: Scorer;
  readonly clean: number;
  readonly batch: number;
  readonly signal?: AbortSignal;
  /**
   * Added to imputed values only, by the index of the element; none by default, so that the score is deterministic.
   */
  readonly noise?: (index: number) => number;
  /** Told of every imputed input. */
  seen?(percentile: number, values: Float32Array, score: number): void;
}

/** The input with everything above each percentile of the map imputed. */
export function* imputations(
  input: FloatTensor,
  map: Values,
  percentiles: readonly number[],
  noise?: (index: number) => number,
): Generator<Float32Array> {
  const ascending = sorted(map);
  const width = input.dims[input.dims.length - 1];
  for (const percentile of percentiles) {
    const removed = removedAt(map, ascending, percentile);
    const filled = impute(input.data, removed, width);
    yield noise ? filled.map((v, i) => (removed[i % removed.length] ? v + noise(i) : v)) : filled;
  }
}

/** score(imputed) − score(clean) at each percentile. */
export async function roadDifferences(input: FloatTensor, map: Values, options: RoadOptions): Promise<Float64Array> {
  const { percentiles, scorer, clean, batch, signal, noise } = options;
  const images = imputations(input, map, percentiles, noise);
  const scores = await scoreTrials(scorer, {
    count: percentiles.length,
    dims: input.dims.slice(1),
    fill: (_, target) => target.set(images.next().value as Float32Array),
    batch,
    signal,
    seen: (index, values, score) => options.seen?.(percentiles[index], values, score),
  });
  return scores.map((score) => score - clean);
}

/** (mean over percentiles of least − most relevant first) / 2. */
export function roadCombined(most: Float64Array, least: Float64Array): number {
  return least.reduce((total, v, i) => total + v - most[i], 0) / (2 * most.length);
}

const PARAMETERS = Object.freeze([
  numbers({
    name: 'percentiles',
    label: 'Percentiles kept',
    unit: '%',
    default: [10, 20, 30, 40, 50, 60, 70, 80, 90],
  }),
  amplitude({
    name: 'noise',
    label: 'Noise',
    description: 'Standard deviation added to imputed pixels',
    default: 0,
    advanced: true,
  }),
  amplitudeConvention,
  choice({
    name: 'output',
    label: 'Score',
    default: 'probability',
    choices: [
      { value: 'probability', label: 'probability' },
      { value: 'logit', label: 'logit' },
    ],
    advanced: true,
  }),
] as const);

async function score(
  subject: Subject,
  { output, percentiles, noise, convention }: ValuesOf<typeof PARAMETERS>,
): Promise<{ value: number; parts: Record<RoadOrder, number> }> {
  const stream = subject.stream('road');
  const deviations = amplitudesOf(subject, noise, convention);
  const positions = positionsOf(subject.input);
  const unit = Float32Array.from(minMax(subject.map.data));
  const run = (order: RoadOrder): Promise<Float64Array> =>
    roadDifferences(subject.input, removalMap(unit, order), {
      percentiles,
      scorer: subject.scorers[output],
      clean: subject.clean[output],
      batch: subject.batch,
      signal: subject.signal,
      seen: (percentile, values, number) =>
        subject.witness?.trial({
          row: ROW_TITLES[order],
          what: `${percentile} % kept`,
          input: floats(subject.input.dims, values.slice()),
          number,
          of: output,
        }),
      noise: noise > 0 ? (index) => deviations[Math.floor(index / positions)] * stream.normal() : undefined,
    });
  const most = await run('mostRelevantFirst');
  const least = await run('leastRelevantFirst');
  const average = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  return {
    value: roadCombined(most, least),
    parts: { mostRelevantFirst: average(most), leastRelevantFirst: average(least) },
  };
}

/**
 * Remove and debias: what the score loses when relevant (and irrelevant) pixels are replaced by what their neighbours
 * suggest.
 */
export const road = defineMetric({
  id: 'road',
  label: 'ROAD',
  paper: {
    authors: 'Rong, Leemann, Borisov, Kasneci & Kasneci',
    year: 2022,
    title: 'A Consistent and Efficient Evaluation Strategy for Attribution Methods',
    url: 'https://arxiv.org/abs/2202.00449',
  },
  better: 'higher',
  aspect: { of: 'faithfulness', from: -1, to: 1 },
  formula:
    'mean over p of (least − most relevant first) / 2, each score(imputed) − score(clean); imputed: map ≥ its p-th percentile, so p % is kept',
  needs: ['scores'],
  params: PARAMETERS,
  work: ({ percentiles }) => ({ scored: 2 * percentiles.length }),
  evidence: 'the imputed inputs of both orders with their scores',
  score,
});
