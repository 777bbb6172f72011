import type { DetectorLayout } from '../layout';
import { cornersOf, END, lastAxis } from '../parts';
import { ultralytics } from '../usual';

/** [N, proposals, 5 + classes]: centre, width and height in pixels, objectness, class probabilities. */
export const yolov5: DetectorLayout = {
  id: 'yolov5',
  usual: ultralytics,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 3));
    const length = output?.shape?.[2];
    if (!output || typeof length !== 'number' || length < 6) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has ${length} numbers for each of three anchors at every place (YOLOv5)`,
    };
  },
  boxes: (builder, [output]) => cornersOf(builder, lastAxis(builder, output, 0, 4)),
  scores(builder, [output]) {
    const objectness = lastAxis(builder, output, 4, 5);
    const probabilities = lastAxis(builder, output, 5, END);
    return { scores: builder.op('Mul', [objectness, probabilities]), probabilities, objectness };
  },
};
