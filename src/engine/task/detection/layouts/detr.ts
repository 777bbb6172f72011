import { int } from '../../../graph/model';
import type { DetectorLayout } from '../layout';
import { cornersOf, inPixels, lastAxis } from '../parts';

/** Logits of all classes and of "no object", which is the last; centre, width and height as shares. */
export const detr: DetectorLayout = {
  id: 'detr',
  distinct: true,
  recognise(head) {
    const [logits, boxes] = [head.named(/logits|class/i), head.named(/box/i)];
    if (boxes?.shape?.length !== 3 || boxes.shape[2] !== 4 || logits?.shape?.length !== 3) return undefined;
    if (head.maker(logits.name)?.op === 'Softmax' || head.named(/regression|anchor/i)) return undefined;
    return {
      outputs: [logits.name, boxes.name],
      reason: `${logits.name} and ${boxes.name} are the classes and boxes of ${boxes.shape[1]} queries (DETR)`,
    };
  },
  boxes: (builder, [, boxes], { size }) => inPixels(builder, cornersOf(builder, boxes), size),
  scores(builder, [logits]) {
    const scores = lastAxis(builder, builder.op('Softmax', [logits], { axis: int(-1) }), 0, -1);
    return { scores, probabilities: scores };
  },
};
