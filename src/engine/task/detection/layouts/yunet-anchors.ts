import type { GraphBuilder } from '../../../graph/builder';
import type { Size } from '../fitting';
import type { DetectorLayout } from '../layout';
import { lastAxis, shapeIn } from '../parts';
import { anchorCount, boxesFromSteps, type AnchorGrid } from '../square-anchors';
import { yunet } from './yunet';

/** Sides of the anchors at each place, the finest grid first. */
const SIDES = [
  [10, 16, 24],
  [32, 48],
  [64, 96],
  [128, 192, 256],
];

/** The network halves the image, rounding up, and then what is left, rounding down. */
function gridsOf([height, width]: Size): AnchorGrid[] {
  const halved = (length: number, times: number): number => Math.floor(Math.floor((length + 1) / 2) / 2 ** times);
  return SIDES.map((sides, level) => ({
    stride: 8 << level,
    rows: halved(height, 2 + level),
    columns: halved(width, 2 + level),
    sides,
  }));
}

/**
 * Faces of YuNet's first version: of each anchor the steps of a box and of five points, [anchors, 14], a softmax of
 * background and face, [anchors, 2], and how well the box is told to lie, [anchors, 1]; or with an axis of images.
 */
export const yunetAnchors: DetectorLayout = {
  id: 'yunet-anchors',
  usual: yunet.usual,
  recognise(head) {
    const anchors = anchorCount(gridsOf(head.size));
    const of = (length: number): string | undefined =>
      head.outputs.find(
        ({ shape }) =>
          (shape?.length === 2 || shape?.length === 3) && shape.at(-1) === length && shape.at(-2) === anchors,
      )?.name;
    const [steps, faces, overlaps] = [of(14), of(2), of(1)];
    if (!steps || !faces || !overlaps) return undefined;
    return {
      outputs: [steps, faces, overlaps],
      reason: `${steps}, ${faces} and ${overlaps} are steps from anchors, a softmax of faces and how well each box lies (YuNet of 2022); key points are left out`,
    };
  },
  boxes: (builder, [steps], { size }) =>
    boxesFromSteps(builder, ofImages(builder, steps), size, { grids: gridsOf(size), scales: [0.1, 0.2] }),
  scores(builder, [, faces, overlaps]) {
    const probabilities = lastAxis(builder, ofImages(builder, faces), 1, 2);
    const told = builder.op('Clip', [ofImages(builder, overlaps), builder.scalar(0), builder.scalar(1)]);
    return {
      scores: builder.op('Sqrt', [builder.op('Mul', [probabilities, told])]),
      probabilities,
      objectness: told,
    };
  },
};

/** With the axis of images, which exports leave out. */
const ofImages = (builder: GraphBuilder, tensor: string): string =>
  shapeIn(builder, tensor).length === 3 ? tensor : builder.op('Unsqueeze', [tensor, builder.integers(0)]);
