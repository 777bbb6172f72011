import type { GraphBuilder } from '../../../graph/builder';
import { ancestorsOf } from '../../../graph/path';
import { int } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import type { Size } from '../fitting';
import type { DetectorLayout } from '../layout';
import { cornersOf, lastAxis } from '../parts';
import { yolov5 } from './yolov5';

const STRIDES = [8, 16, 32];

/** As YOLOv5 with one box at each place; where the graph does not say it itself, in strides from the place. */
export const yolox: DetectorLayout = {
  id: 'yolox',
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && head.hasAnchors(shape[1], 1));
    const length = output?.shape?.[2];
    if (!output || typeof length !== 'number' || length < 6) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box, an objectness and ${length - 5} classes at every place (YOLOX)`,
    };
  },
  boxes(builder, [output], geometry) {
    // Widths are powers of e; where none is taken in the graph, the boxes are not decoded there.
    if (ancestorsOf(builder.base.graph, output).some(({ op }) => op === 'Exp'))
      return yolov5.boxes(builder, [output], geometry);
    const { places, strides } = placesOf(builder, geometry.size);
    const centres = builder.op('Mul', [builder.op('Add', [lastAxis(builder, output, 0, 2), places]), strides]);
    const sizes = builder.op('Mul', [builder.op('Exp', [lastAxis(builder, output, 2, 4)]), strides]);
    return cornersOf(builder, builder.op('Concat', [centres, sizes], { axis: int(-1) }));
  },
  scores: (builder, outputs) => yolov5.scores(builder, outputs),
};

/** Column and row of every place, and its stride: level by level, row by row. */
function placesOf(builder: GraphBuilder, [height, width]: Size): Record<'places' | 'strides', string> {
  const rows = STRIDES.flatMap((stride) => {
    const [tall, broad] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    return Array.from({ length: tall * broad }, (_, k) => ({ at: [k % broad, Math.floor(k / broad)], stride }));
  });
  const places = floats([rows.length, 2], Float32Array.from(rows.flatMap(({ at }) => at)));
  const strides = floats(
    [rows.length, 1],
    Float32Array.from(rows, ({ stride }) => stride),
  );
  return { places: builder.constant(places, 'places'), strides: builder.constant(strides, 'strides') };
}
