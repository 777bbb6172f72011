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

/** The rows of a class in an image, in their order. */
export type RowsOf = (image: number, label: number) => readonly number[];

const NONE: readonly number[] = Object.freeze([]);

/** Looks at all rows once, to find those of a class in an image. */
export function rowsBy({ images, labels }: Pick<Found, 'images' | 'labels'>): RowsOf {
  const classes = Array.from(labels).reduce((a, b) => Math.max(a, b), 0) + 1;
  const lists = new Map<number, number[]>();
  for (let row = 0; row < images.length; row++) {
    const key = images[row] * classes + labels[row];
    const list = lists.get(key);
    if (list) list.push(row);
    else lists.set(key, [row]);
  }
  return (image, label) => (label < classes ? lists.get(image * classes + label) : undefined) ?? NONE;
}

/** Rows by descending score; among equals the earlier comes first. */
export const byScore = (rows: readonly number[], scores: ArrayLike<number>): number[] =>
  [...rows].sort((a, b) => scores[b] - scores[a] || a - b);
