import type { DetectorLayout } from '../layout';
import type { Value } from '../../../graph/model';
import { cornersOf, inPixels } from '../parts';
import { rtDetrInput } from '../usual';

/** Deformable DETR, RT-DETR and RF-DETR: a sigmoid per class; centre, width and height as shares. */
export const focalDetr: DetectorLayout = {
  id: 'focal-detr',
  ranked: true,
  recognise(head) {
    const boxes = head.named(/box|dets/i);
    const logits = head.named(/logits|class|labels/i);
    if (boxes?.shape?.length !== 3 || boxes.shape[2] !== 4 || logits?.shape?.length !== 3) return undefined;
    // Deformable attention samples features at computed places; the first DETR does not, and has a softmax.
    if (logits.shape[1] !== boxes.shape[1] || !head.hasBehind(boxes.name, 'GridSample')) return undefined;
    return {
      outputs: [logits.name, boxes.name],
      ...(isRtDetr(logits, boxes) && { usual: rtDetrInput }),
      reason: `${logits.name} and ${boxes.name} are the classes and boxes of ${boxes.shape[1]} queries that sample features (RT-DETR)`,
    };
  },
  boxes: (builder, [, boxes], { size }) => inPixels(builder, cornersOf(builder, boxes), size),
  scores(builder, [logits]) {
    const scores = builder.op('Sigmoid', [logits]);
    return { scores, probabilities: scores };
  },
};

/** Of COCO's ids, others count those that no object has; RF-DETR calls its boxes by another name. All of them are normalised. */
const isRtDetr = (logits: Value, boxes: Value): boolean => Number(logits.shape![2]) < 91 && !/dets/i.test(boxes.name);
