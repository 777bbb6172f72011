import type { DetectorLayout } from '../layout';
import { END, inPixels, lastAxis } from '../parts';

/** Corners as shares of width and height; scores of a softmax whose first class is the background. */
export const ssd: DetectorLayout = {
  id: 'ssd',
  boxes: (builder, [boxes], { size }) => inPixels(builder, boxes, size),
  scores(builder, [, all]) {
    const scores = lastAxis(builder, all, 1, END);
    return { scores, probabilities: scores };
  },
};
