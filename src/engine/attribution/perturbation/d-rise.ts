import { LensError } from '../../../protocol/error';
import { D_RISE } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import { floats } from '../../tensor/tensor';
import { defineMethod } from '../method';
import { forwards } from '../masking/forwards';
import { budgetParameters } from '../masking/sampling';
import { maskParameters, sourceOf } from './rise';

/**
 * D-RISE: RISE of a detector's box. Its scores are seldom zero where the object is hidden in part; what a position does
 * for the box is therefore the mean score of the masks that show it less that of the masks that hide it.
 */
export const dRise = defineMethod({
  id: 'd-rise',
  label: 'D-RISE',
  group: 'perturbation',
  paper: D_RISE,
  shows: 'How much better a box is found by random masks that show a position than by masks that hide it.',
  misleads:
    'With few masks or a coarse grid it is blotchy noise; what lies around the object may help to find it, too.',
  needs: [],
  spatialAxes: 2,
  signed: true,
  unit: 'score',
  random: true,
  params: [...maskParameters({ samples: 1000, gridSize: 8 }), ...budgetParameters],
  shared: ['samples'],
  look({ graph: { ofBoxes } }) {
    if (ofBoxes) return;
    throw new LensError({
      code: 'unsupported-model',
      what: 'D-RISE explains boxes, and the model is no detector',
      next: 'Choose RISE, which explains any score',
    });
  },
  cost: (params) => params.samples,
  async run(context) {
    const source = sourceOf(context);
    const scores: number[] = [];
    const map = () => source.sums.shownLessHidden(scores.reduce((sum, score) => sum + score, 0));
    const { done, warnings } = await forwards(context, source.sequence, {
      take: (logits, start) =>
        scoresOf(logits, context.score).forEach((score, n) => {
          scores.push(score);
          source.add(start + n, score);
        }),
      partial: map,
    });
    return { map: map(), details: { samples: done, scores: floats([scores.length], scores) }, warnings };
  },
  masks: sourceOf,
});
