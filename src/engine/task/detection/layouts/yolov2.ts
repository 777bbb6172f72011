import { int } from '../../../graph/model';
import { anchorSides, type AnchorSides } from '../anchor-sides';
import { levelRows } from '../grid-levels';
import type { DetectorLayout } from '../layout';
import { cornersOf, END, lastAxis } from '../parts';
import { placesOf } from '../places';

const STRIDE = 32;
/** At each place. */
const ANCHORS = 5;
/** Centre, width, height and objectness. */
const BOX = 5;

/** By the number of classes, in strides: of the tiny network for VOC, and of the one for COCO. */
const SIDES: Readonly<Record<number, readonly AnchorSides[]>> = {
  20: [
    [1.08, 1.19],
    [3.42, 4.41],
    [6.63, 11.38],
    [9.42, 5.11],
    [16.62, 10.52],
  ],
  80: [
    [0.57273, 0.677385],
    [1.87446, 2.06253],
    [3.33843, 5.47434],
    [7.88282, 3.52778],
    [9.77052, 9.16828],
  ],
};

/**
 * YOLOv2 before its boxes are decoded: at every place of one grid a box, an objectness and a softmax of classes for each
 * of five anchors, [N, 5 · numbers, h, w].
 */
export const yolov2: DetectorLayout = {
  id: 'yolov2',
  usual: { preset: 'unit', fit: 'fill', reason: 'detectors of this layout (YOLOv2) are fed so as a rule' },
  takesSides: true,
  recognise(head) {
    const [output, ...others] = head.outputs;
    if (others.length > 0 || output?.shape?.length !== 4) return undefined;
    const [, numbers, rows, columns] = output.shape;
    const classes = Number(numbers) / ANCHORS - BOX;
    const isGrid = rows === Math.ceil(head.size[0] / STRIDE) && columns === Math.ceil(head.size[1] / STRIDE);
    const isKnown = classes in SIDES || (classes > 0 && head.classesNamed === classes);
    if (!isGrid || !isKnown || !head.isAsConvolved(output.name) || !head.hasBehind(output.name, 'LeakyRelu'))
      return undefined;
    return {
      outputs: [output.name],
      columns: { classes },
      ...(classes in SIDES && { assumed: `its anchors are taken to be those of YOLOv2 for ${classes} classes` }),
      reason: `${output.name} has a box, an objectness and ${classes} classes for each of five anchors at every place (YOLOv2: LeakyRelu stands before it)`,
    };
  },
  boxes(builder, outputs, geometry) {
    const rows = levelRows(builder, outputs, ANCHORS);
    const usual = SIDES[geometry.columns?.classes ?? 0]?.map(
      ([width, height]) => [STRIDE * width, STRIDE * height] as const,
    );
    const sides = builder.constant(anchorSides(geometry, [STRIDE], ANCHORS, usual), 'anchors');
    const { places, strides } = placesOf(builder, geometry.size, [STRIDE], ANCHORS);
    const steps = builder.op('Sigmoid', [lastAxis(builder, rows, 0, 2)]);
    const centres = builder.op('Mul', [builder.op('Add', [steps, places]), strides]);
    const grown = builder.op('Mul', [builder.op('Exp', [lastAxis(builder, rows, 2, 4)]), sides]);
    return cornersOf(builder, builder.op('Concat', [centres, grown], { axis: int(-1) }));
  },
  scores(builder, outputs) {
    const rows = levelRows(builder, outputs, ANCHORS);
    const objectness = builder.op('Sigmoid', [lastAxis(builder, rows, BOX - 1, BOX)]);
    const probabilities = builder.op('Softmax', [lastAxis(builder, rows, BOX, END)], { axis: int(-1) });
    return { scores: builder.op('Mul', [objectness, probabilities]), probabilities, objectness };
  },
};
