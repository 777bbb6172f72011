import { CAPTUM } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import { defineMethod } from '../method';
import { coalitionScores } from '../coalition/coalition-scores';
import { budgetParameters } from '../masking/sampling';
import {
  painted,
  segmentBaselineOf,
  segmentCount,
  segmentParameters,
  segmentsExpected,
  segmentsOf,
} from '../segment/segments';

/**
 * Feature ablation: every element of a segment receives f(x) − f(x with the whole segment replaced by the baseline).
 */
export const featureAblation = defineMethod({
  id: 'feature-ablation',
  label: 'Feature ablation',
  group: 'perturbation',
  paper: CAPTUM,
  shows: 'How much the score falls when one segment is replaced.',
  misleads: 'When segments share evidence: each alone looks unimportant.',
  needs: [],
  signed: true,
  unit: 'score',
  params: [...segmentParameters(), ...budgetParameters],
  cost: (params, facts) => 1 + segmentsExpected(params, facts),
  async run(context) {
    const labels = segmentsOf(context);
    const count = segmentCount(labels);
    const channels = context.input.dims[1];
    const [original] = scoresOf(await context.network.logits(context.input, context.execution), context.score);
    const scores = new Float64Array(count).fill(NaN);
    const differences = (): Float64Array => scores.map((score) => (Number.isNaN(score) ? 0 : original - score));
    const { warnings } = await coalitionScores(
      context,
      {
        labels,
        count,
        baseline: segmentBaselineOf(context, labels),
        row: (index) => new Uint8Array(count).fill(1).fill(0, index, index + 1),
        partial: () => painted(differences(), labels, channels),
      },
      scores,
    );
    const values = differences();
    return {
      map: painted(values, labels, channels),
      details: { labels, segmentValues: { type: 'float64', dims: [count], data: values } },
      warnings,
    };
  },
});
