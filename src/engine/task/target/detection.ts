import type { Corners } from '../../../protocol/task';
import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import type { DetectorScores } from '../detection/layout';
import { lastAxis } from '../detection/parts';
import { element } from './elements';

/** The score of a class at a proposal, [N, 1]. */
export const classScore = (
  builder: GraphBuilder,
  { scores }: DetectorScores,
  proposal: number,
  label: number,
): string => element(builder, scores, [proposal, label]);

/** The overlap of a proposal's box with a fixed one, [N, 1]; gradients pass through it. */
export function proposalOverlap(builder: GraphBuilder, boxes: string, proposal: number, box: Corners): string {
  const own = builder.op('Gather', [boxes, builder.integers(proposal)], { axis: int(1) });
  return builder.op('Reshape', [overlapWith(builder, own, box), builder.integers(0, 1)]);
}

/** How well a detector still finds a box, [N, 1]: the largest over proposals of overlap × score of its class. */
export function overlapTimesScore(
  builder: GraphBuilder,
  boxes: string,
  { scores, labels }: DetectorScores,
  label: number,
  box: Corners,
): string {
  const own = labels
    ? builder.op('Mul', [scores, isLabel(builder, labels, label)])
    : builder.op('Gather', [scores, builder.integers(label)], { axis: int(2) });
  const found = builder.op('Mul', [overlapWith(builder, boxes, box), own]);
  return largest(builder, labels ? orNothing(builder, found) : found);
}

/**
 * The same of D-RISE, which takes objectness × cosine of the class probabilities in place of the score.
 * @see Petsiuk et al. 2021, Black-box explanation of object detectors via saliency maps
 */
export function detectionSimilarity(
  builder: GraphBuilder,
  boxes: string,
  { probabilities, objectness }: DetectorScores,
  box: Corners,
  wanted: readonly number[],
): string {
  const norm = Math.hypot(...wanted);
  const unit = floats(
    [wanted.length, 1],
    wanted.map((p) => p / norm),
  );
  const length = builder.op('ReduceL2', [probabilities, builder.integers(-1)], { keepdims: int(1) });
  const cosine = builder.op('Div', [builder.op('MatMul', [probabilities, builder.constant(unit, 'classes')]), length]);
  const similar = builder.op('Mul', [overlapWith(builder, boxes, box), cosine]);
  return largest(builder, objectness ? builder.op('Mul', [similar, objectness]) : similar);
}

/**
 * How well boxes are still found, [N, 1]: of each the detection that overlaps it most counts overlap + score, where it
 * has the box's label and overlaps by more than a threshold.
 * @see pytorch-grad-cam, FasterRCNNBoxScoreTarget
 */
export function overlapPlusScore(
  builder: GraphBuilder,
  boxes: string,
  { scores, labels }: Required<Pick<DetectorScores, 'scores' | 'labels'>>,
  { wanted, threshold }: { wanted: readonly { box: Corners; label: number }[]; threshold: number },
): string {
  const gains = wanted.map(({ box, label }) => {
    const overlap = overlapWith(builder, boxes, box);
    const best = largest(builder, orNothing(builder, overlap));
    const isBest = builder.op('And', [
      builder.op('Greater', [overlap, builder.scalar(threshold)]),
      builder.op('GreaterOrEqual', [overlap, builder.op('Unsqueeze', [best, builder.integers(2)])]),
    ]);
    const counts = builder.op('Mul', [asNumber(builder, isBest), isLabel(builder, labels, label)]);
    const gain = builder.op('Mul', [builder.op('Add', [overlap, scores]), counts]);
    return largest(builder, orNothing(builder, gain));
  });
  return gains.reduce((sum, gain) => builder.op('Add', [sum, gain]));
}

/** 1 where a proposal tells a label, else 0. */
const isLabel = (builder: GraphBuilder, labels: string, label: number): string =>
  asNumber(builder, builder.op('Equal', [labels, builder.scalar(label)]));

const asNumber = (builder: GraphBuilder, truth: string): string => builder.op('Cast', [truth], { to: int(1) });

/** Numbers of proposals [N, proposals, 1] with a 0 at the end: where nothing at all is found, nothing is largest. */
const orNothing = (builder: GraphBuilder, tensor: string): string =>
  builder.op('Pad', [tensor, builder.integers(0, 0, 0, 0, 1, 0), builder.scalar(0)]);

/** The largest of [N, proposals, 1], as [N, 1]. */
const largest = (builder: GraphBuilder, tensor: string): string =>
  builder.op('ReduceMax', [builder.op('Flatten', [tensor], { axis: int(1) }), builder.integers(1)], {
    keepdims: int(1),
  });

/** Sides and area of boxes that are compared with: single numbers, or one per box. */
interface Sides {
  readonly left: string;
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly area: string;
}

/** Intersection over union of boxes [N, …, 4] with a fixed one, [N, …, 1]. */
function overlapWith(builder: GraphBuilder, boxes: string, [left, top, right, bottom]: Corners): string {
  const area = builder.scalar((right - left) * (bottom - top));
  const [l, t, r, b] = [left, top, right, bottom].map((side) => builder.scalar(side));
  return overlaps(builder, boxes, { left: l, top: t, right: r, bottom: b, area });
}

/** Intersection over union of boxes [N, …, 4] with several, of corners [boxes, 4]: [N, …, boxes]. */
export function overlapsWith(builder: GraphBuilder, boxes: string, corners: string): string {
  const side = (k: number): string =>
    builder.op('Squeeze', [lastAxis(builder, corners, k, k + 1), builder.integers(1)]);
  const [left, top, right, bottom] = [0, 1, 2, 3].map(side);
  const area = builder.op('Mul', [builder.op('Sub', [right, left]), builder.op('Sub', [bottom, top])]);
  return overlaps(builder, boxes, { left, top, right, bottom, area });
}

function overlaps(builder: GraphBuilder, boxes: string, { left, top, right, bottom, area }: Sides): string {
  const side = (low: number, high: number, from: string, to: string): { shared: string; own: string } => {
    const [start, end] = [lastAxis(builder, boxes, low, low + 1), lastAxis(builder, boxes, high, high + 1)];
    const shared = builder.op('Sub', [builder.op('Min', [end, to]), builder.op('Max', [start, from])]);
    return { shared: builder.op('Relu', [shared]), own: builder.op('Sub', [end, start]) };
  };
  const [across, down] = [side(0, 2, left, right), side(1, 3, top, bottom)];
  const shared = builder.op('Mul', [across.shared, down.shared]);
  const areas = builder.op('Add', [builder.op('Mul', [across.own, down.own]), area]);
  return builder.op('Div', [shared, builder.op('Sub', [areas, shared])]);
}
