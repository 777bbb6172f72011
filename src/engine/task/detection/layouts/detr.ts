import { int } from '../../../graph/model';
import type { DetectorLayout } from '../layout';
import { cornersOf, inPixels, lastAxis } from '../parts';

/** Logits of all classes and of "no object", which is the last; centre, width and height as shares. */
export const detr: DetectorLayout = {
  id: 'detr',
  boxes: (builder, [, boxes], { size }) => inPixels(builder, cornersOf(builder, boxes), size),
  scores(builder, [logits]) {
    const scores = lastAxis(builder, builder.op('Softmax', [logits], { axis: int(-1) }), 0, -1);
    return { scores, probabilities: scores };
  },
};
