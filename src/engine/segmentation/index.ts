import { LensError } from '../../protocol/error';
import { felzenszwalb } from './felzenszwalb';
import { grid } from './grid';
import { quickshift } from './quickshift';
import { slic } from './slic';
import type { Segmenter } from './segmenter';

export { boundaries, labelsFrom, segmentCount, segmentSizes } from './labels';
export { gridLabels } from './grid';
export type { LabelMap, Segmenter, SegmenterDraws } from './segmenter';

/** All ways to cut an image into segments, in the order they are offered. */
export const segmenters: readonly Segmenter[] = Object.freeze([slic, quickshift, felzenszwalb, grid]);

/** @throws LensError `not-found` for an unknown id */
export function segmenterOf(id: string): Segmenter {
  const found = segmenters.find((segmenter) => segmenter.id === id);
  if (found) return found;
  throw new LensError({
    code: 'not-found',
    what: `there is no segmentation "${id}"`,
    next: `Choose one of ${segmenters.map((s) => s.id).join(', ')}`,
  });
}
