import { descendingOrder } from './rank';
import { assertPaired, type Values } from './values';

/** How many of n values are the top `percent`: ⌊percent/100 · n + ½⌋. */
export function topCount(percent: number, n: number): number {
  return Math.floor((percent / 100) * n + 0.5);
}

/** Indices of the k largest values, largest first; among equals the first in row-major order. */
export function topIndices(values: Values, k: number): Uint32Array {
  return descendingOrder(values).subarray(0, k);
}

/** 1 where a value is among the k largest, else 0. */
export function topMask(values: Values, k: number): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (const i of topIndices(values, k)) mask[i] = 1;
  return mask;
}

/** Overlap of the k largest values of two maps: |A ∩ B| / k and |A ∩ B| / |A ∪ B|. */
export function topOverlap(a: Values, b: Values, k: number): { intersection: number; iou: number } {
  assertPaired(a, b);
  const inA = topMask(a, k);
  let shared = 0;
  for (const i of topIndices(b, k)) shared += inA[i];
  return { intersection: shared / k, iou: shared / (2 * k - shared) };
}
