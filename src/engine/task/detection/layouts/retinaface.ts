import type { Size } from '../fitting';
import type { DetectorLayout } from '../layout';
import { END, lastAxis } from '../parts';
import { boxesFromSteps, type AnchorGrid } from '../square-anchors';

/** Sides of the two square anchors at each place, in pixels, by stride. */
const ANCHORS: readonly (readonly [stride: number, ...sides: number[]])[] = [
  [8, 16, 32],
  [16, 64, 128],
  [32, 256, 512],
];

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
  boxes: (builder, [steps], { size }) =>
    boxesFromSteps(builder, steps, size, { grids: gridsOf(size), scales: [0.2, 0.2] }),
  scores(builder, [, all]) {
    const scores = lastAxis(builder, all, 1, END);
    return { scores, probabilities: scores };
  },
};

const gridsOf = ([height, width]: Size): AnchorGrid[] =>
  ANCHORS.map(([stride, ...sides]) => ({
    stride,
    rows: Math.ceil(height / stride),
    columns: Math.ceil(width / stride),
    sides,
  }));
