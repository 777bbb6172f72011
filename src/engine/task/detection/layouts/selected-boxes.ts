import type { DetectorLayout } from '../layout';
import { rtDetrInput } from '../usual';
import { column, shareOrPixels } from '../parts';

/**
 * What a graph has selected, in three outputs: corners in pixels or as shares [N, k, 4], scores [N, k] and classes [N, k] (D-FINE and
 * RT-DETR with their post-processing, YOLO-NAS, EfficientNMS).
 */
export const selectedBoxes: DetectorLayout = {
  id: 'selected-boxes',
  ranked: true,
  distinct: true,
  recognise(head) {
    const boxes = head.outputs.find(({ name, shape }) => /box/i.test(name) && shape?.length === 3 && shape[2] === 4);
    const of = (what: RegExp): string | undefined =>
      head.outputs.find(({ name, shape }) => name !== boxes?.name && what.test(name) && shape?.length === 2)?.name;
    const [scores, labels] = [of(/score|conf/i), of(/label|class/i)];
    if (!boxes || !scores || !labels) return undefined;
    return {
      outputs: [boxes.name, scores, labels],
      ...(head.hasBehind(boxes.name, 'GridSample') && { usual: rtDetrInput }),
      reason: `${boxes.name}, ${scores} and ${labels} are boxes that the graph has selected`,
    };
  },
  boxes: (builder, [boxes], { size }) => shareOrPixels(builder, boxes, size),
  scores(builder, [, selected, labels]) {
    const scores = column(builder, selected);
    return { scores, labels: column(builder, labels), probabilities: scores };
  },
};
