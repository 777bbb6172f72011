import type { GraphBuilder } from '../../../graph/builder';
import { ints } from '../../../graph/model';
import type { DetectorLayout } from '../layout';
import { rowColumns } from '../row-columns';
import { ultralytics } from '../usual';
import { yolov8Rows } from './yolov8-rows';

/** YOLOv8 and later, [N, 4 + classes, proposals]: centre, width and height in pixels, class probabilities. */
export const yolov8: DetectorLayout = {
  id: 'yolov8',
  usual: ultralytics,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[2], 1));
    const columns = output && rowColumns(head, output, 1, 4);
    if (!output || !columns) return undefined;
    return {
      outputs: [output.name],
      columns,
      reason: `${output.name} has a box and ${columns.classes} classes at every place (YOLOv8 and later)${columns.rest}`,
    };
  },
  boxes: (builder, [output], geometry) => yolov8Rows.boxes(builder, [rowsOf(builder, output)], geometry),
  scores: (builder, [output], columns) => yolov8Rows.scores(builder, [rowsOf(builder, output)], columns),
};

const rowsOf = (builder: GraphBuilder, output: string): string =>
  builder.op('Transpose', [output], { perm: ints([0, 2, 1]) });
