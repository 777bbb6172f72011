import { overlapOf } from '../../task/detection/box';
import { mean } from '../../statistics/values';
import { byScore, rowsBy, type Found, type RowsOf, type Truths } from './annotations';

/** Average precisions per class; NaN for a class without objects, which the means leave out. */
export interface VocSummary {
  /** The mean of the best precision at recalls of 0, 0.1, … 1 (until 2009). */
  readonly ap11PerClass: readonly number[];
  /** The area below the envelope of the precision (from 2010). */
  readonly apPerClass: readonly number[];
  readonly mAP11: number;
  readonly mAP: number;
}

/**
 * Average precision of boxes as the PASCAL VOC challenge counts it: a detection takes the object of largest overlap even
 * where it is taken already, and is then wrong; what is difficult counts neither way.
 * @see Everingham et al. 2010, The PASCAL Visual Object Classes (VOC) challenge
 */
export function vocSummary(truths: Truths, found: Found, classes: number, threshold: number): VocSummary {
  const truthsOf = rowsBy(truths);
  const curves = Array.from({ length: classes }, (_, label) => curveOf(truths, truthsOf, found, label, threshold));
  const ap11PerClass = curves.map((curve) => (curve ? elevenPoints(curve) : NaN));
  const apPerClass = curves.map((curve) => (curve ? areaBelow(curve) : NaN));
  const defined = (values: readonly number[]): number => mean(values.filter((value) => !Number.isNaN(value)));
  return { ap11PerClass, apPerClass, mAP11: defined(ap11PerClass), mAP: defined(apPerClass) };
}

/** One point per detection that counts, by descending score. */
interface Curve {
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

function curveOf(truths: Truths, truthsOf: RowsOf, found: Found, label: number, threshold: number): Curve | null {
  const rows = Array.from({ length: truths.labels.length }, (_, row) => row).filter(
    (row) => truths.labels[row] === label,
  );
  const objects = rows.filter((row) => !truths.aside[row]).length;
  if (objects === 0) return null;
  const own = Array.from({ length: found.labels.length }, (_, row) => row).filter((row) => found.labels[row] === label);
  const taken = new Set<number>();
  const curve = { recall: [] as number[], precision: [] as number[] };
  let [hits, counted] = [0, 0];
  for (const row of byScore(own, found.scores)) {
    const { object, overlap } = nearest(truths, truthsOf(found.images[row], label), found, row);
    const isMatch = object >= 0 && overlap >= threshold;
    if (isMatch && truths.aside[object]) continue;
    counted++;
    if (isMatch && !taken.has(object)) {
      taken.add(object);
      hits++;
    }
    curve.recall.push(hits / objects);
    curve.precision.push(hits / counted);
  }
  return curve;
}

function nearest(
  truths: Truths,
  candidates: readonly number[],
  found: Found,
  row: number,
): { object: number; overlap: number } {
  let [object, overlap] = [-1, 0];
  for (const candidate of candidates) {
    const own = overlapOf(truths.boxes, candidate, found.boxes, row);
    if (own > overlap) [object, overlap] = [candidate, own];
  }
  return { object, overlap };
}

/** The best precision from each point on. */
function envelopeOf({ precision }: Curve): number[] {
  const envelope = [...precision];
  for (let n = envelope.length - 2; n >= 0; n--) envelope[n] = Math.max(envelope[n], envelope[n + 1]);
  return envelope;
}

function elevenPoints(curve: Curve): number {
  const envelope = envelopeOf(curve);
  return mean(
    Array.from({ length: 11 }, (_, k) => {
      const at = curve.recall.findIndex((recall) => recall >= k / 10);
      return at < 0 ? 0 : envelope[at];
    }),
  );
}

function areaBelow(curve: Curve): number {
  const envelope = envelopeOf(curve);
  return curve.recall.reduce((sum, recall, n) => sum + (recall - (curve.recall[n - 1] ?? 0)) * envelope[n], 0);
}
