import type { PredictResult } from '../../../src/protocol/prediction';
import type { DetectedBox } from '../../../src/protocol/task';
import { prediction, predictions, size } from './explanations';

const box = (
  proposal: number,
  index: number,
  score: number,
  corners: readonly [number, number, number, number],
): DetectedBox => ({ proposal, index, label: predictions[index].label, score, corners });

/**
 * The glasses with a second box on them that a looser overlap lets through, the face around them as another class, and
 * a hat that nobody is sure of.
 */
export const candidates: readonly DetectedBox[] = [
  box(12, 0, 0.91, [15, 20, 49, 36]),
  box(30, 3, 0.74, [12, 8, 52, 60]),
  box(13, 0, 0.62, [17, 21, 50, 38]),
  box(44, 4, 0.12, [10, 1, 54, 12]),
];

/** What a detector of the classes of the faces says. */
export function detection(found: readonly DetectedBox[] = candidates): PredictResult {
  const best = (index: number): number =>
    Math.max(0, ...found.filter((one) => one.index === index).map((one) => one.score));
  return prediction({
    link: 'sigmoid',
    predictions: predictions
      .map(({ index, label }) => ({ index, label, probability: best(index), logit: best(index) }))
      .sort((a, b) => b.probability - a.probability),
    boxes: { candidates: found, scoreThreshold: 0.25, overlapThreshold: 0.45 },
  });
}

/** A face on a background, with glasses: the class of every pixel of half the resolution. */
export function segmentation(): PredictResult {
  const half = size / 2;
  const classes = Uint16Array.from({ length: half * half }, (_, i) => {
    const [x, y] = [2 * (i % half), 2 * Math.floor(i / half)];
    const glasses = Math.min(Math.hypot(x - 23, y - 28), Math.hypot(x - 41, y - 28)) < 7;
    return glasses ? 2 : Math.hypot((x - 32) / 20, (y - 34) / 26) < 1 ? 1 : 0;
  });
  const share = (index: number): number => classes.filter((one) => one === index).length / classes.length;
  return prediction({
    predictions: ['background', 'face', 'glasses', 'hat']
      .map((label, index) => ({ index, label, probability: share(index), logit: share(index) }))
      .sort((a, b) => b.probability - a.probability),
    dense: { height: half, width: half, classes },
  });
}
