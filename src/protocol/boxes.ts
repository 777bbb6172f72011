import type { Corners, DetectedBox } from './task';

/** What is shown of the boxes of a detector where nobody says otherwise. */
export const usualScore = 0.25;
export const usualOverlap = 0.5;

/** The area that two boxes share over the area that they cover together; 0 where neither has an area. */
export function overlapOf(a: Corners, b: Corners): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = width > 0 && height > 0 ? width * height : 0;
  return shared > 0 ? shared / (areaOf(a) + areaOf(b) - shared) : 0;
}

export function areaOf([left, top, right, bottom]: Corners): number {
  return (right - left) * (bottom - top);
}

/**
 * Those of a detector's candidates that are shown: at least as sure as `scoreThreshold`, and without those that overlap
 * a surer one of their class by more than `overlapThreshold`.
 */
export function visibleBoxes(
  candidates: readonly DetectedBox[],
  scoreThreshold: number,
  overlapThreshold: number,
): readonly DetectedBox[] {
  const shown: DetectedBox[] = [];
  for (const box of [...candidates].sort((a, b) => b.score - a.score)) {
    if (box.score < scoreThreshold) break;
    const covered = shown.some(
      ({ index, corners }) => index === box.index && overlapOf(corners, box.corners) > overlapThreshold,
    );
    if (!covered) shown.push(box);
  }
  return shown;
}
