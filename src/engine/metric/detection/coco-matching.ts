import { areaOf, intersectionOf, overlapOf } from '../../task/detection/box';
import { byScore, rowsBy, type Found, type RowsOf, type Truths } from './annotations';

/** Sizes of objects in square pixels, both ends counted. */
export interface AreaRange {
  readonly from: number;
  readonly to: number;
}

/** The detections of one class in one image, matched at every threshold of overlap. */
export interface ImageMatches {
  /** By descending score. */
  readonly scores: readonly number[];
  /** Per threshold and detection: whether it found an object. */
  readonly matched: readonly (readonly boolean[])[];
  /** Per threshold and detection: whether it counts neither way. */
  readonly ignored: readonly (readonly boolean[])[];
  /** Objects that count. */
  readonly objects: number;
}

/** Objects and detections, each found by image and class. */
export interface Sides {
  readonly truths: Truths;
  readonly found: Found;
  readonly truthsOf: RowsOf;
  readonly foundOf: RowsOf;
}

export const sidesOf = (truths: Truths, found: Found): Sides => ({
  truths,
  found,
  truthsOf: rowsBy(truths),
  foundOf: rowsBy(found),
});

/** Detections of a class and an image that are looked at. */
export const MOST_DETECTIONS = 100;

/**
 * Matches as pycocotools does: by descending score, each detection takes the free object of largest overlap; objects
 * aside (crowds, and those of other sizes) come last, and a crowd may be taken again and again. What takes an object
 * aside, or nothing and is itself of another size, counts neither way. Null where there is nothing to match.
 */
export function matchesOf(
  { truths, found, truthsOf, foundOf }: Sides,
  [image, label]: readonly [number, number],
  { from, to }: AreaRange,
  thresholds: readonly number[],
): ImageMatches | null {
  const detections = byScore(foundOf(image, label), found.scores).slice(0, MOST_DETECTIONS);
  const isAside = (row: number): boolean =>
    Boolean(truths.aside[row]) || truths.areas[row] < from || truths.areas[row] > to;
  const rows = truthsOf(image, label);
  const objects = [...rows.filter((row) => !isAside(row)), ...rows.filter(isAside)];
  if (detections.length === 0 && objects.length === 0) return null;
  const overlaps = detections.map((d) => objects.map((t) => overlapWith(truths, t, found, d)));
  const isOther = (row: number): boolean => areaOf(found.boxes, row) < from || areaOf(found.boxes, row) > to;
  const taken = thresholds.map((threshold) => assigned(overlaps, threshold, objects, truths, isAside));
  return {
    scores: detections.map((row) => found.scores[row]),
    matched: taken.map((matches) => matches.map((k) => k >= 0)),
    ignored: taken.map((matches) => matches.map((k, d) => (k >= 0 ? isAside(objects[k]) : isOther(detections[d])))),
    objects: objects.filter((row) => !isAside(row)).length,
  };
}

/** Of a crowd, the share of the detection that lies in it. */
function overlapWith(truths: Truths, t: number, found: Found, d: number): number {
  return truths.aside[t]
    ? intersectionOf(truths.boxes, t, found.boxes, d) / areaOf(found.boxes, d)
    : overlapOf(truths.boxes, t, found.boxes, d);
}

/** The object that each detection takes, −1 for none. */
function assigned(
  overlaps: readonly (readonly number[])[],
  threshold: number,
  objects: readonly number[],
  truths: Truths,
  isAside: (row: number) => boolean,
): number[] {
  const taken = new Set<number>();
  return overlaps.map((own) => {
    let best = -1;
    let most = Math.min(threshold, 1 - 1e-10);
    for (const [k, row] of objects.entries()) {
      if (taken.has(k) && !truths.aside[row]) continue;
      if (best >= 0 && !isAside(objects[best]) && isAside(row)) break;
      if (own[k] < most) continue;
      most = own[k];
      best = k;
    }
    if (best >= 0) taken.add(best);
    return best;
  });
}
