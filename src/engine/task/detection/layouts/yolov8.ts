import type { GraphBuilder } from '../../../graph/builder';
import { ints } from '../../../graph/model';
import type { DetectorLayout } from '../layout';
import { cornersOf, END, lastAxis } from '../parts';
import { ultralytics } from '../usual';

/** YOLOv8 and later, [N, 4 + classes, proposals]: centre, width and height in pixels, class probabilities. */
export const yolov8: DetectorLayout = {
  id: 'yolov8',
  usual: ultralytics,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[2], 1));
    const length = output?.shape?.[1];
    if (!output || typeof length !== 'number' || length < 5) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box and ${length - 4} classes at every place (YOLOv8 and later)`,
    };
  },
  boxes: (builder, [output]) => cornersOf(builder, lastAxis(builder, rowsOf(builder, output), 0, 4)),
  scores(builder, [output]) {
    const scores = lastAxis(builder, rowsOf(builder, output), 4, END);
    return { scores, probabilities: scores };
  },
};

const rowsOf = (builder: GraphBuilder, output: string): string =>
  builder.op('Transpose', [output], { perm: ints([0, 2, 1]) });
