import type { GraphBuilder } from '../../../graph/builder';
import type { DetectorLayout } from '../layout';
import { lastAxis } from '../parts';

/** Where a row has its corners, its score and its class. */
interface Places {
  readonly corners: number;
  readonly score: number;
  readonly label: number;
}

/** Rows [k, columns] in pixels that a graph has selected of one image. */
function selectedRows(
  id: string,
  whose: string,
  columns: number,
  { corners, score, label }: Places,
  name = /./,
): DetectorLayout {
  return {
    id,
    ranked: true,
    recognise(head) {
      const output = head.outputs.find(
        (one) => one.shape?.length === 2 && one.shape[1] === columns && name.test(one.name),
      );
      const isSelected = (name: string): boolean =>
        head.hasBehind(name, 'NonMaxSuppression') || head.hasBehind(name, 'TopK');
      if (!output || !isSelected(output.name)) return undefined;
      return {
        outputs: [output.name],
        reason: `${output.name} has corners, score and class of boxes that the graph has selected (${whose})`,
      };
    },
    boxes: (builder, [output]) => lastAxis(builder, ofOneImage(builder, output), corners, corners + 4),
    scores(builder, [output]) {
      const rows = ofOneImage(builder, output);
      const scores = lastAxis(builder, rows, score, score + 1);
      return { scores, labels: lastAxis(builder, rows, label, label + 1), probabilities: scores };
    },
  };
}

const ofOneImage = (builder: GraphBuilder, rows: string): string =>
  builder.op('Unsqueeze', [rows, builder.integers(0)]);

/** Class, score and corners. */
export const paddle = selectedRows('paddle', 'PaddleDetection', 6, { corners: 2, score: 1, label: 0 });

/** Image, corners, score and class. */
export const yoloNasRows = selectedRows(
  'yolo-nas-rows',
  'YOLO-NAS',
  7,
  { corners: 1, score: 5, label: 6 },
  /predictions/,
);

/** Image, corners, class and score. */
export const yolov7Rows = selectedRows('yolov7-rows', 'YOLOv7', 7, { corners: 1, score: 6, label: 5 });
