import { LensError } from '../../../protocol/error';
import { RandomStream } from '../../tensor/random';
import { defineMethod } from '../method';
import { arrived, raced } from '../coalition/coalition-race';
import { coalitionOf, type Coalition } from '../coalition/coalitions';
import { coalitionScores, withoutEnds } from '../coalition/coalition-scores';
import { allCoalitions } from '../coalition/kernel-shap-draws';
import { constrainedFit } from '../coalition/kernel-shap-fit';
import { budgetParameters } from '../masking/sampling';
import { estimated } from '../masking/standard-errors';
import {
  painted,
  segmentBaselineOf,
  segmentCount,
  segmentParameters,
  segmentsExpected,
  segmentsOf,
} from '../segment/segments';
import { shapleyValues } from '../coalition/shapley-values';

const MOST_SEGMENTS = 14;

/**
 * Exact Shapley values of at most 14 segments, from the scores of all 2ⁿ coalitions. These run in an order of which any
 * beginning is a sample, so that a run that was stopped gives KernelSHAP's estimate from it, with its error.
 */
export const shapleyExact = defineMethod({
  id: 'shapley-exact',
  label: 'Shapley values (exact)',
  group: 'perturbation',
  paper: {
    authors: 'Shapley',
    year: 1953,
    title: 'A Value for n-Person Games',
    url: 'https://doi.org/10.1515/9781400881970-018',
  },
  shows: "Each segment's fair share of the difference between the score and the baseline's score.",
  misleads: 'When hidden segments make inputs the network never saw; few segments hide detail.',
  needs: [],
  signed: true,
  unit: 'score',
  params: [
    ...segmentParameters({
      segments: { default: 10, maximum: MOST_SEGMENTS },
      rows: { default: 3, maximum: MOST_SEGMENTS },
      columns: { default: 3, maximum: MOST_SEGMENTS },
    }),
    ...budgetParameters,
  ],
  cost: (params, facts) => 2 ** segmentsExpected(params, facts),
  async run(context) {
    const labels = segmentsOf(context);
    const segments = segmentCount(labels);
    if (segments > MOST_SEGMENTS) {
      throw new LensError({
        code: 'invalid-argument',
        what: `${segments} segments have ${2 ** segments} coalitions`,
        next: `Take at most ${MOST_SEGMENTS} segments, or KernelSHAP`,
      });
    }
    const race = raced(allCoalitions(segments), new RandomStream('shapley-exact'));
    const rows = [coalitionOf(0, segments), coalitionOf(2 ** segments - 1, segments), ...race.rows];
    const scores = new Float64Array(rows.length).fill(NaN);
    const estimate = (known: number) => {
      const { rows: run, weights, chance } = arrived(race, known - 2);
      return constrainedFit(
        { rows: run, targets: scores.subarray(2, known), weights },
        { none: scores[0], all: scores[1] },
        segments,
        chance,
      );
    };
    const { done, warnings } = await coalitionScores(
      context,
      {
        labels,
        count: rows.length,
        baseline: segmentBaselineOf(context, labels),
        row: (index) => rows[index],
        partial: () => {
          const known = scores.findIndex(Number.isNaN);
          return known > 2 + segments ? painted(estimate(known).values, labels) : undefined;
        },
      },
      scores,
    );
    if (done < 2) throw withoutEnds();
    const byCoalition = scoresByCoalition(rows, scores);
    const { values, errors } =
      done < rows.length ? estimate(done) : { values: shapleyValues(byCoalition, segments), errors: undefined };
    return {
      map: painted(values, labels),
      standardError: errors && estimated(painted(errors, labels)),
      completeness: { sum: values.reduce((sum, v) => sum + v, 0), expected: scores[1] - scores[0] },
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: values },
        coalitionScores: { type: 'float64', dims: [scores.length], data: byCoalition },
      },
      warnings,
    };
  },
});

/** Scores in the order of the coalitions' numbers; NaN for those that were not run. */
function scoresByCoalition(rows: readonly Coalition[], scores: Float64Array): Float64Array {
  const ordered = new Float64Array(scores.length);
  rows.forEach((row, n) => (ordered[row.reduce((number, kept, s) => number + kept * 2 ** s, 0)] = scores[n]));
  return ordered;
}
