import type { DetectorLayout } from '../layout';
import { column, columnsFirst, inPixels } from '../parts';

/**
 * What TensorFlow's object detection has selected, by descending score: top, left, bottom and right as shares [N, k, 4],
 * classes [N, k] from 1 and scores [N, k].
 */
export const tensorflowDetections: DetectorLayout = {
  id: 'tensorflow-detections',
  ranked: true,
  recognise(head) {
    const [boxes, classes, scores] = ['boxes', 'classes', 'scores'].map((what) =>
      head.named(new RegExp(`^detection_${what}`)),
    );
    if (boxes?.shape?.length !== 3 || classes?.shape?.length !== 2 || scores?.shape?.length !== 2) return undefined;
    return {
      outputs: [boxes.name, classes.name, scores.name],
      reason: `${boxes.name}, ${classes.name} and ${scores.name} are boxes that the graph has selected (TensorFlow)`,
    };
  },
  boxes: (builder, [boxes], { size }) => inPixels(builder, columnsFirst(builder, boxes), size),
  scores(builder, [, classes, selected]) {
    const scores = column(builder, selected);
    return { scores, labels: column(builder, classes), probabilities: scores };
  },
};
