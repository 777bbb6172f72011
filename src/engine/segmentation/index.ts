import { entryOf, registry } from '../parameter/entries';
import { felzenszwalb } from './felzenszwalb';
import { grid } from './grid';
import { quickshift } from './quickshift';
import { slic } from './slic';
import type { Segmenter } from './segmenter';

export { boundaries, labelsFrom, segmentCount, segmentSizes } from './labels';
export { gridLabels } from './grid';
export type { LabelMap, Segmenter } from './segmenter';

/** All ways to cut an image into segments, in the order they are offered. */
export const segmenters = registry<Segmenter>()([slic, quickshift, felzenszwalb, grid]);

export type SegmenterId = (typeof segmenters)[number]['id'];

/** @throws LensError for an unknown id */
export const segmenterOf = (id: string): Segmenter => entryOf(segmenters, id, 'segmentation');
