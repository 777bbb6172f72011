import { LensError } from '../../protocol/error';
import type { AttributionMethod } from './method';
import { coalitionOf } from './perturbation/coalitions';
import { coalitionScores } from './perturbation/coalition-scores';
import { painted, segmentBaselineOf, segmentBaselineParameter, segmentCount, segmentParameters, segmentsExpected, segmentsOf } from './perturbation/segments';
import { shapleyValues } from './perturbation/shapley-values';

const MOST_SEGMENTS = 14;

/** Exact Shapley values of at most 14 segments, from the scores of all 2ⁿ coalitions. */
export const shapleyExact: AttributionMethod = {
  id: 'shapley-exact',
  label: 'Shapley values (exact)',
  group: 'perturbation',
  paper: 'Shapley 1953, A value for n-person games',
  shows: "Each segment's fair share of the difference between the score and the baseline's score.",
  misleads: 'When hidden segments make inputs the network never saw; few segments hide detail.',
  needs: [],
  signed: true,
  params: [
    ...segmentParameters.map((p) => (p.name === 'segments' && p.kind === 'integer' ? { ...p, default: 10, maximum: MOST_SEGMENTS } : p)),
    segmentBaselineParameter,
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
    const { scores, done, warnings } = await coalitionScores(context, {
      labels,
      count: 2 ** segments,
      baseline: segmentBaselineOf(context, labels),
      row: (index) => coalitionOf(index, segments),
    });
    if (done < scores.length) throw new LensError({ code: 'cancelled', what: 'cancelled' });
    const values = shapleyValues(scores, segments);
    return {
      map: painted(values, labels),
      completeness: { sum: values.reduce((sum, v) => sum + v, 0), expected: scores[scores.length - 1] - scores[0] },
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: values },
        coalitionScores: { type: 'float64', dims: [scores.length], data: scores },
      },
      warnings,
    };
  },
};
