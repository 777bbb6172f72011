import type { DetectorLayout } from '../layout';
import { cornersOf, END, lastAxis } from '../parts';
import { rowColumns } from '../row-columns';
import { ultralytics } from '../usual';

/** [N, proposals, 5 + classes]: centre, width and height in pixels, objectness, class probabilities. */
export const yolov5: DetectorLayout = {
  id: 'yolov5',
  usual: ultralytics,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 3));
    const columns = output && rowColumns(head, output, 2, 5);
    if (!output || !columns) return undefined;
    return {
      outputs: [output.name],
      columns,
      reason: `${output.name} has a box, an objectness and ${columns.classes} classes for each of three anchors at every place (YOLOv5)${columns.rest}`,
    };
  },
  boxes: (builder, [output]) => cornersOf(builder, lastAxis(builder, output, 0, 4)),
  scores(builder, [output], columns) {
    const objectness = lastAxis(builder, output, 4, 5);
    const probabilities = lastAxis(builder, output, 5, columns ? 5 + columns.classes : END);
    return { scores: builder.op('Mul', [objectness, probabilities]), probabilities, objectness };
  },
};
