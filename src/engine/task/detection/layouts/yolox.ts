import type { GraphBuilder } from '../../../graph/builder';
import { int } from '../../../graph/model';
import { isAsConvolved } from '../as-convolved';
import type { DetectorLayout } from '../layout';
import type { Size } from '../fitting';
import { cornersOf, lastAxis, shapeIn } from '../parts';
import { placesOf, stridesWith } from '../places';
import { yolov5 } from './yolov5';

/** As YOLOv5 with one box at each place; where the graph does not say it itself, in strides from the place. */
export const yolox: DetectorLayout = {
  id: 'yolox',
  usual: {
    preset: 'raw',
    color: 'bgr',
    fit: 'corner',
    pad: 114,
    reason: 'detectors of this layout (YOLOX) are fed so as a rule',
  },
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 1));
    const length = output?.shape?.[2];
    // Where rows are joined of pieces, the first of them are of the box.
    const first = output ? (head.pieces(output.name, 2) ?? []) : [];
    if (!output || typeof length !== 'number' || length < 6 || (first.length > 1 && first[0] > 4)) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box, an objectness and ${length - 5} classes at every place (YOLOX)`,
    };
  },
  boxes(builder, [output], geometry) {
    if (!isAsConvolved(builder.base.graph, output)) return yolov5.boxes(builder, [output], geometry);
    return yoloxBoxes(builder, output, { ...geometry, strides: stridesOf(builder, output, geometry.size) });
  },
  scores: (builder, outputs) => yolov5.scores(builder, outputs),
};

const stridesOf = (builder: GraphBuilder, output: string, size: Size): readonly number[] =>
  stridesWith(size, Number(shapeIn(builder, output)[1])) ?? [8, 16, 32];

/** Rows that begin with the step from the place and the logarithm of the sides, in strides, as corners in pixels. */
export function yoloxBoxes(
  builder: GraphBuilder,
  rows: string,
  { size, strides: levels }: { readonly size: Size; readonly strides: readonly number[] },
): string {
  const { places, strides } = placesOf(builder, size, levels);
  const centres = builder.op('Mul', [builder.op('Add', [lastAxis(builder, rows, 0, 2), places]), strides]);
  const sides = builder.op('Mul', [builder.op('Exp', [lastAxis(builder, rows, 2, 4)]), strides]);
  return cornersOf(builder, builder.op('Concat', [centres, sides], { axis: int(-1) }));
}
