import { mean } from '../../statistics/values';
import type { Found, Truths } from './annotations';
import { MOST_DETECTIONS, matchesOf, sidesOf, type AreaRange, type ImageMatches, type Sides } from './coco-matching';

/** 0.50, 0.55, … 0.95, as NumPy spaces them. */
const THRESHOLDS = Array.from({ length: 10 }, (_, k) => (k === 9 ? 0.95 : 0.5 + k * ((0.95 - 0.5) / 9)));
/** 0, 0.01, … 1. */
const RECALLS = Array.from({ length: 101 }, (_, k) => k * 0.01);
const ALL: AreaRange = { from: 0, to: 1e10 };
const SIZES = {
  Small: { from: 0, to: 32 ** 2 },
  Medium: { from: 32 ** 2, to: 96 ** 2 },
  Large: { from: 96 ** 2, to: 1e10 },
} as const;

/** Precision at 101 recalls per threshold, and the recall reached per threshold; null without objects. */
interface ClassCurve {
  readonly precision: readonly Float64Array[];
  readonly recall: readonly number[];
}

/** What COCO's own evaluation prints; −1 where there is nothing to count. */
export interface CocoSummary {
  readonly AP: number;
  readonly AP50: number;
  readonly AP75: number;
  readonly AR1: number;
  readonly AR10: number;
  readonly AR100: number;
  readonly sizes: Readonly<Record<keyof typeof SIZES, { readonly AP: number; readonly AR: number }>>;
  readonly apPerClass: readonly number[];
  readonly ap50PerClass: readonly number[];
  /** At IoU 0.5, per class: 101 values each. */
  readonly precisionAt50: readonly Float64Array[];
}

/**
 * Average precision and recall of boxes over overlaps of 0.50 to 0.95, with 101 points of recall.
 * @see Lin et al. 2014, Microsoft COCO, and pycocotools
 */
export function cocoSummary(truths: Truths, found: Found, images: number, classes: number): CocoSummary {
  const sides = sidesOf(truths, found);
  const curvesIn = (range: AreaRange): ((most: number) => (ClassCurve | null)[]) => {
    const matches = Array.from({ length: classes }, (_, label) => matchesIn(sides, images, label, range));
    return (most) => matches.map((own) => curveOf(own, most));
  };
  const curves = curvesIn(ALL);
  const whole = curves(MOST_DETECTIONS);
  const precisionAt = (k?: number): number[] => whole.map((curve) => precisionOf(curve, k));
  return {
    AP: meanOver(whole, allPrecisions),
    AP50: meanOver(whole, (curve) => [...curve.precision[0]]),
    AP75: meanOver(whole, (curve) => [...curve.precision[5]]),
    AR1: meanOver(curves(1), (curve) => curve.recall),
    AR10: meanOver(curves(10), (curve) => curve.recall),
    AR100: meanOver(whole, (curve) => curve.recall),
    sizes: mapped(SIZES, (range) => {
      const own = curvesIn(range)(MOST_DETECTIONS);
      return { AP: meanOver(own, allPrecisions), AR: meanOver(own, (curve) => curve.recall) };
    }),
    apPerClass: precisionAt(),
    ap50PerClass: precisionAt(0),
    precisionAt50: whole.map((curve) => curve?.precision[0] ?? new Float64Array(RECALLS.length).fill(-1)),
  };
}

const allPrecisions = ({ precision }: ClassCurve): number[] => precision.flatMap((own) => [...own]);

const precisionOf = (curve: ClassCurve | null, k?: number): number =>
  meanOver([curve], (one) => (k === undefined ? allPrecisions(one) : [...one.precision[k]]));

/** Over the classes that have objects; −1 where none has. */
function meanOver(curves: readonly (ClassCurve | null)[], values: (curve: ClassCurve) => readonly number[]): number {
  const all = curves.flatMap((curve) => (curve ? values(curve) : []));
  return all.length > 0 ? mean(all) : -1;
}

const mapped = <K extends string, A, B>(of: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value as A)])) as Record<K, B>;

const matchesIn = (sides: Sides, images: number, label: number, range: AreaRange): ImageMatches[] =>
  Array.from({ length: images }, (_, image) => matchesOf(sides, [image, label], range, THRESHOLDS)).filter(
    (one) => one !== null,
  );

/** The curve of a class over all images, of at most so many detections per image. */
function curveOf(images: readonly ImageMatches[], most: number): ClassCurve | null {
  const objects = images.reduce((sum, image) => sum + image.objects, 0);
  if (objects === 0) return null;
  const all = images.flatMap((image) => image.scores.slice(0, most).map((score, at) => ({ image, at, score })));
  all.sort((a, b) => b.score - a.score);
  const curves = THRESHOLDS.map((_, t) => {
    const counted = all.filter(({ image, at }) => !image.ignored[t][at]);
    return sampledCurve(
      counted.map(({ image, at }) => image.matched[t][at]),
      objects,
    );
  });
  return { precision: curves.map(({ precision }) => precision), recall: curves.map(({ recall }) => recall) };
}

/** The envelope of the precision at the 101 recalls, and the recall in the end. */
function sampledCurve(hits: readonly boolean[], objects: number): { precision: Float64Array; recall: number } {
  const recall: number[] = [];
  const envelope: number[] = [];
  let found = 0;
  for (const [n, hit] of hits.entries()) {
    if (hit) found++;
    recall.push(found / objects);
    envelope.push(found / (n + 1 + Number.EPSILON));
  }
  for (let n = envelope.length - 2; n >= 0; n--) envelope[n] = Math.max(envelope[n], envelope[n + 1]);
  let at = 0;
  const precision = Float64Array.from(RECALLS, (wanted) => {
    while (at < recall.length && recall[at] < wanted) at++;
    return at < recall.length ? envelope[at] : 0;
  });
  return { precision, recall: recall.at(-1) ?? 0 };
}
