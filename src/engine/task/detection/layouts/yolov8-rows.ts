import type { DetectorLayout } from '../layout';
import { cornersAroundTurned, cornersOf, END, lastAxis } from '../parts';
import { rowColumns } from '../row-columns';
import { ultralytics } from '../usual';

/** YOLOv8 and later with a row for each proposal, [N, proposals, 4 + classes]: no number of it is an objectness. */
export const yolov8Rows: DetectorLayout = {
  id: 'yolov8-rows',
  usual: ultralytics,
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 1));
    const columns = output && rowColumns(head, output, 2, 4);
    if (!output || !columns) return undefined;
    const isNamed = head.classesNamed === Number(output.shape![2]) - 4;
    const pieces = head.pieces(output.name, 2);
    // An objectness would be a piece of its own.
    if (!isNamed && !(pieces && pieces.length > 1 && pieces[0] === 4 && pieces[1] > 1)) return undefined;
    return {
      outputs: [output.name],
      columns,
      reason: `${output.name} has a box and ${columns.classes} classes in a row for every place (YOLOv8 and later)${columns.rest}`,
    };
  },
  boxes(builder, [output], { columns }) {
    const centred = lastAxis(builder, output, 0, 4);
    if (!columns?.turned) return cornersOf(builder, centred);
    const angle = 4 + columns.classes;
    return cornersAroundTurned(builder, centred, lastAxis(builder, output, angle, angle + 1));
  },
  scores(builder, [output], columns) {
    const scores = lastAxis(builder, output, 4, columns ? 4 + columns.classes : END);
    return { scores, probabilities: scores };
  },
};
