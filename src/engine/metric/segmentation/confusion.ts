import { mean } from '../../statistics/values';

/** How well classes of pixels agree; NaN for what is 0/0, which the means leave out. */
export interface SegmentationSummary {
  /** [truth, predicted] */
  readonly confusion: Float64Array;
  readonly iouPerClass: Float64Array;
  readonly dicePerClass: Float64Array;
  /** Of the truth's pixels, the share that was found. */
  readonly accuracyPerClass: Float64Array;
  /** Of the pixels found, the share that is right. */
  readonly precisionPerClass: Float64Array;
  readonly meanIou: number;
  readonly meanDice: number;
  readonly meanAccuracy: number;
  readonly pixelAccuracy: number;
  /** Weighted by the truth's share of the pixels. */
  readonly frequencyWeightedIou: number;
}

/** Pixels of all images by true and predicted class, [truth, predicted]; those of `ignored` count nowhere. */
export function pixelConfusion(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  ignored?: number,
): Float64Array {
  const counts = new Float64Array(classes * classes);
  for (let p = 0; p < truth.length; p++) if (truth[p] !== ignored) counts[truth[p] * classes + predicted[p]]++;
  return counts;
}

export function segmentationSummary(confusion: Float64Array, classes: number): SegmentationSummary {
  const sums = Array.from({ length: classes }, (_, c) => sumsOf(confusion, classes, c));
  const per = (value: (sums: ClassSums) => number): Float64Array => Float64Array.from(sums, value);
  const iouPerClass = per(({ hits, truth, predicted }) => hits / (truth + predicted - hits));
  const dicePerClass = per(({ hits, truth, predicted }) => (2 * hits) / (truth + predicted));
  const accuracyPerClass = per(({ hits, truth }) => hits / truth);
  const all = sums.reduce((total, { truth }) => total + truth, 0);
  return {
    confusion,
    iouPerClass,
    dicePerClass,
    accuracyPerClass,
    precisionPerClass: per(({ hits, predicted }) => hits / predicted),
    meanIou: definedMean(iouPerClass),
    meanDice: definedMean(dicePerClass),
    meanAccuracy: definedMean(accuracyPerClass),
    pixelAccuracy: sums.reduce((total, { hits }) => total + hits, 0) / all,
    frequencyWeightedIou: sums.reduce(
      (total, { truth }, c) => total + (truth > 0 ? (truth / all) * iouPerClass[c] : 0),
      0,
    ),
  };
}

interface ClassSums {
  readonly hits: number;
  readonly truth: number;
  readonly predicted: number;
}

function sumsOf(confusion: Float64Array, classes: number, c: number): ClassSums {
  let [truth, predicted] = [0, 0];
  for (let other = 0; other < classes; other++) {
    truth += confusion[c * classes + other];
    predicted += confusion[other * classes + c];
  }
  return { hits: confusion[c * classes + c], truth, predicted };
}

/** Over what is defined. */
export const definedMean = (values: ArrayLike<number>): number =>
  mean(Array.from(values).filter((value) => !Number.isNaN(value)));
