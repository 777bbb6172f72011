import { overlapOf } from '../../task/detection/box';
import { byScore, type Found, type Truths } from './annotations';

/** What a detection is, and what is said of an object that is not found. */
export const DETECTION_ERRORS = Object.freeze([
  { id: 'class', label: 'Class', meaning: 'it lies on an object (IoU from 0.5), but of another class' },
  { id: 'place', label: 'Place', meaning: 'it lies near an object of its class (IoU from 0.1 to 0.5)' },
  { id: 'both', label: 'Class and place', meaning: 'it lies near an object of another class (IoU from 0.1 to 0.5)' },
  { id: 'duplicate', label: 'Duplicate', meaning: 'it lies on an object of its class that a better one has found' },
  { id: 'background', label: 'Background', meaning: 'it lies on no object (IoU below 0.1)' },
  { id: 'missed', label: 'Missed', meaning: 'nothing lies on the object, and nothing of its class near it' },
] as const);

export type DetectionError = (typeof DETECTION_ERRORS)[number]['id'];

const ON = 0.5;
const NEAR = 0.1;

/** What became of a detection. */
export interface Verdict {
  /** `aside` for what lies on something that does not count. */
  readonly kind: Exclude<DetectionError, 'missed'> | 'right' | 'aside';
  /** The object it is judged by; −1 for none. */
  readonly object: number;
  readonly overlap: number;
}

export interface ImageVerdicts {
  /** One per detection of the image, in the order of the rows given. */
  readonly detections: readonly Verdict[];
  /** Rows of objects that nothing has found. */
  readonly missed: readonly number[];
}

/**
 * What is wrong with the detections of one image, by kinds: each detection, the most confident first, takes the free
 * object of its class of largest overlap. An object that is not found is missed, unless a detection of the wrong class
 * or place accounts for it.
 * @param rows of the objects and of the detections in the image
 * @see Bolya et al. 2020, TIDE: a general toolbox for identifying object detection errors
 */
export function verdictsOf(
  truths: Truths,
  found: Found,
  rows: { readonly objects: readonly number[]; readonly detections: readonly number[] },
): ImageVerdicts {
  const taken = new Set<number>();
  const accounted = new Set<number>();
  const verdicts = new Map<number, Verdict>();
  for (const row of byScore(rows.detections, found.scores)) {
    const verdict = verdictOn(row, truths, found, rows.objects, taken);
    verdicts.set(row, verdict);
    if (verdict.kind === 'right') taken.add(verdict.object);
    if (verdict.kind === 'class' || verdict.kind === 'place') accounted.add(verdict.object);
  }
  return {
    detections: rows.detections.map((row) => verdicts.get(row)!),
    missed: rows.objects.filter((object) => !truths.aside[object] && !taken.has(object) && !accounted.has(object)),
  };
}

function verdictOn(
  row: number,
  truths: Truths,
  found: Found,
  objects: readonly number[],
  taken: ReadonlySet<number>,
): Verdict {
  const overlapWith = (object: number): number => overlapOf(truths.boxes, object, found.boxes, row);
  const best = (among: readonly number[], least: number): { object: number; overlap: number } | null =>
    among
      .map((object) => ({ object, overlap: overlapWith(object) }))
      .filter(({ overlap }) => overlap >= least)
      .reduce<{ object: number; overlap: number } | null>((a, b) => (a && a.overlap >= b.overlap ? a : b), null);
  const isOwn = (object: number): boolean => truths.labels[object] === found.labels[row];
  const own = objects.filter((object) => isOwn(object) && !truths.aside[object]);
  const others = objects.filter((object) => !isOwn(object) && !truths.aside[object]);
  const tries: readonly (readonly [Verdict['kind'], readonly number[], number])[] = [
    ['right', own.filter((object) => !taken.has(object)), ON],
    ['aside', objects.filter((object) => isOwn(object) && truths.aside[object]), ON],
    ['duplicate', own, ON],
    ['class', others, ON],
    ['place', own, NEAR],
    ['both', others, NEAR],
  ];
  for (const [kind, among, least] of tries) {
    const object = best(among, least);
    if (object) return { kind, ...object };
  }
  return { kind: 'background', object: -1, overlap: 0 };
}
