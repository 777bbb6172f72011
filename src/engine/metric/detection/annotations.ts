import type { Boxes } from '../../task/detection/box';

/** What is there: one box per row. */
export interface Truths {
  readonly images: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly boxes: Boxes;
  /** 1 for a crowd (COCO), or for what is difficult (VOC): found or not, it does not count. */
  readonly aside: ArrayLike<number>;
  /** Of the object, which may be smaller than its box. */
  readonly areas: ArrayLike<number>;
}

/** What was found: one box per row. */
export interface Found {
  readonly images: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
  readonly boxes: Boxes;
}

/** Rows of a class in an image, in their order. */
export function rowsOf({ images, labels }: Pick<Found, 'images' | 'labels'>, image: number, label: number): number[] {
  return Array.from({ length: images.length }, (_, row) => row).filter(
    (row) => images[row] === image && labels[row] === label,
  );
}

/** Rows by descending score; among equals the earlier comes first. */
export const byScore = (rows: readonly number[], scores: ArrayLike<number>): number[] =>
  [...rows].sort((a, b) => scores[b] - scores[a] || a - b);
