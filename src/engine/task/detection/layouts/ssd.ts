import { LensError } from '../../../../protocol/error';
import { isAsConvolved } from '../as-convolved';
import type { DetectorLayout } from '../layout';
import { END, inPixels, lastAxis } from '../parts';

/** Corners as shares of width and height; scores of a softmax whose first class is the background. */
export const ssd: DetectorLayout = {
  id: 'ssd',
  usual: { preset: 'tensorflow', fit: 'fill', reason: 'detectors of this layout (SSD) are fed so as a rule' },
  recognise(head) {
    const [boxes, scores] = [head.named(/box/i), head.named(/score|conf|prob/i)];
    if (boxes?.shape?.length !== 3 || boxes.shape[2] !== 4 || scores?.shape?.length !== 3) return undefined;
    if (boxes.shape[1] !== scores.shape[1] || !head.hasBehind(scores.name, 'Softmax')) return undefined;
    return {
      outputs: [boxes.name, scores.name],
      reason: `${boxes.name} and ${scores.name} are boxes and a softmax of classes of ${boxes.shape[1]} anchors (SSD)`,
    };
  },
  boxes(builder, [boxes], { size }) {
    if (!isAsConvolved(builder.base.graph, boxes)) return inPixels(builder, boxes, size);
    throw new LensError({
      code: 'unsupported-model',
      what: `the boxes of ${boxes} are steps from anchors, as its convolutions make them`,
      next: 'Export the model with its boxes decoded',
    });
  },
  scores(builder, [, all]) {
    const scores = lastAxis(builder, all, 1, END);
    return { scores, probabilities: scores };
  },
};
