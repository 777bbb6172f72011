import { floats, type FloatTensor } from '../../../tensor/tensor';
import type { Size } from '../fitting';
import type { DetectorLayout } from '../layout';
import { int } from '../../../graph/model';
import { cornersOf, END, inPixels, lastAxis } from '../parts';

/** Sides of the two square anchors at each place, in pixels, by stride. */
const ANCHORS: readonly (readonly [stride: number, ...sides: number[]])[] = [
  [8, 16, 32],
  [16, 64, 128],
  [32, 256, 512],
];
/** By which SSD multiplies steps of the middle and of the sides. */
const [MIDDLE, SIDES] = [0.1, 0.2];

/**
 * Faces: a softmax of background and face, steps from two square anchors at each place, and key points, [N, anchors, 2],
 * [N, anchors, 4] and [N, anchors, 10] (RetinaFace).
 */
export const retinaface: DetectorLayout = {
  id: 'retinaface',
  usual: {
    preset: 'caffe',
    color: 'bgr',
    fit: 'fill',
    reason: 'detectors of this layout (RetinaFace) are fed so as a rule',
  },
  recognise(head) {
    const of = (length: number): string | undefined =>
      head.outputs.find(({ shape }) => shape?.length === 3 && shape[2] === length && head.hasAnchors(shape[1], 2))
        ?.name;
    const [steps, scores, points] = [of(4), of(2), of(10)];
    if (head.outputs.length !== 3 || !steps || !scores || !points) return undefined;
    return {
      outputs: [steps, scores],
      reason: `${steps} and ${scores} are steps from anchors and a softmax of faces (RetinaFace); key points are left out`,
    };
  },
  boxes(builder, [steps], { size }) {
    const { middles, sides } = anchorsOf(size);
    const own = builder.constant(sides, 'anchorSides');
    const scaled = (from: number, to: number, by: number): string =>
      builder.op('Mul', [lastAxis(builder, steps, from, to), builder.scalar(by)]);
    const moved = builder.op('Add', [
      builder.op('Mul', [scaled(0, 2, MIDDLE), own]),
      builder.constant(middles, 'anchorMiddles'),
    ]);
    const grown = builder.op('Mul', [builder.op('Exp', [scaled(2, 4, SIDES)]), own]);
    return inPixels(builder, cornersOf(builder, builder.op('Concat', [moved, grown], { axis: int(-1) })), size);
  },
  scores(builder, [, all]) {
    const scores = lastAxis(builder, all, 1, END);
    return { scores, probabilities: scores };
  },
};

/** Middles and sides of all anchors as shares of width and height, [anchors, 2]. */
function anchorsOf([height, width]: Size): { middles: FloatTensor; sides: FloatTensor } {
  const anchors = ANCHORS.flatMap(([stride, ...sizes]) => {
    const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    return Array.from({ length: rows * columns * sizes.length }, (_, k) => {
      const place = Math.floor(k / sizes.length);
      const [x, y] = [place % columns, Math.floor(place / columns)].map((at) => (at + 0.5) * stride);
      return {
        middle: [x / width, y / height],
        side: [sizes[k % sizes.length] / width, sizes[k % sizes.length] / height],
      };
    });
  });
  const rows = (values: readonly (readonly number[])[]): FloatTensor =>
    floats([values.length, 2], Float32Array.from(values.flat()));
  return { middles: rows(anchors.map(({ middle }) => middle)), sides: rows(anchors.map(({ side }) => side)) };
}
