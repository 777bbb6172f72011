import { FEATURE_BASED } from '../literature/papers';
import { integer } from '../parameter/kinds';
import { plainBaselineParameter } from '../baseline/parameters';
import { pearson } from '../statistics/correlation';
import type { FloatTensor } from '../tensor/tensor';
import { baselineFor, defineMetric, type Scorer } from './metric';
import { scoreTrials } from './scoring';

export interface FaithfulnessOptions {
  readonly runs: number;
  /** Indices into the flattened [C, …] input. */
  subset(run: number): ArrayLike<number>;
  readonly baseline: FloatTensor;
  readonly scorer: Scorer;
  readonly clean: number;
  readonly batch: number;
  readonly signal?: AbortSignal;
}

export interface Faithfulness {
  readonly correlation: number;
  readonly scoreDrops: Float64Array;
  readonly attributionSums: Float64Array;
}

/**
 * Pearson's r of the attribution in a subset and the score lost with it. @param attribution per element, or per
 * position for all channels
 */
export async function measureFaithfulness(
  input: FloatTensor,
  attribution: ArrayLike<number>,
  options: FaithfulnessOptions,
): Promise<Faithfulness> {
  const { runs, subset, baseline, scorer, clean, batch, signal } = options;
  const attributionSums = new Float64Array(runs);
  const scores = await scoreTrials(scorer, {
    count: runs,
    dims: input.dims.slice(1),
    fill(run, target) {
      target.set(input.data);
      for (const i of Array.from(subset(run))) {
        attributionSums[run] += attribution[i % attribution.length];
        target[i] = baseline.data[i];
      }
    },
    batch,
    signal,
  });
  const scoreDrops = scores.map((score) => clean - score);
  return { correlation: pearson(attributionSums, scoreDrops), scoreDrops, attributionSums };
}

export const faithfulnessCorrelation = defineMetric({
  id: 'faithfulness-correlation',
  label: 'Faithfulness Correlation',
  paper: FEATURE_BASED,
  better: 'higher',
  formula:
    'Pearson r over random subsets of Σ attribution and f(x) − f(x with the subset at the baseline), f the logit',
  needs: ['scores'],
  params: [
    integer({ name: 'runs', label: 'Subsets', default: 100, minimum: 3 }),
    integer({ name: 'subsetSize', label: 'Elements per subset', default: 224, minimum: 1 }),
    plainBaselineParameter('zeros'),
  ],
  work: ({ runs }) => ({ scored: runs }),
  async score(subject, params) {
    const { input, map, scorers, clean, stream, batch, signal } = subject;
    const draws = stream('faithfulness-correlation');
    const size = Math.min(params.subsetSize, input.data.length);
    const { correlation } = await measureFaithfulness(input, map.data, {
      runs: params.runs,
      subset: () => draws.permutation(input.data.length).subarray(0, size),
      baseline: baselineFor(subject, params.baseline),
      scorer: scorers.logit,
      clean: clean.logit,
      batch,
      signal,
    });
    return { value: correlation };
  },
});
