/**
 * Boxes as rows of four numbers, one after the other: left, top, right and bottom in pixels. x points right, y down, and
 * the coordinates are continuous: the width is right − left.
 */
export type Boxes = ArrayLike<number>;

export function areaOf(boxes: Boxes, row: number): number {
  const at = 4 * row;
  return (boxes[at + 2] - boxes[at]) * (boxes[at + 3] - boxes[at + 1]);
}

/** The area that two boxes share. */
export function intersectionOf(a: Boxes, rowA: number, b: Boxes, rowB: number): number {
  const [i, j] = [4 * rowA, 4 * rowB];
  const width = Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
  const height = Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union; 0 where neither box has an area. */
export function overlapOf(a: Boxes, rowA: number, b: Boxes, rowB: number): number {
  const shared = intersectionOf(a, rowA, b, rowB);
  return shared > 0 ? shared / (areaOf(a, rowA) + areaOf(b, rowB) - shared) : 0;
}
