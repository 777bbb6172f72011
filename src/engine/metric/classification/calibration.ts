import { ascendingOrder } from '../../statistics/rank';
import { mean } from '../../statistics/values';
import type { Predictions } from './predictions';

/** One bar of a reliability diagram. */
export interface ReliabilityBin {
  /** Confidences in (from, to]. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence and accuracy of the bin; NaN where it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Inputs by the probability of their predicted class, in bins of equal width. */
export function reliability(
  { count, classes, probabilities, predicted, labels }: Predictions,
  bins: number,
): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, hits: 0 }));
  for (let n = 0; n < count; n++) {
    const confidence = probabilities[n * classes + predicted[n]];
    let at = Math.max(0, Math.ceil(confidence * bins) - 1);
    // The product may round across an edge that the confidence itself does not cross.
    if (at > 0 && confidence <= at / bins) at--;
    else if (at < bins - 1 && confidence > (at + 1) / bins) at++;
    sums[at].count++;
    sums[at].confidence += confidence;
    sums[at].hits += predicted[n] === labels[n] ? 1 : 0;
  }
  return sums.map((s, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count: s.count,
    confidence: s.confidence / s.count,
    accuracy: s.hits / s.count,
  }));
}

/** Expected calibration error: mean over inputs of their bin's |accuracy − confidence|. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const filled = bins.filter((b) => b.count > 0);
  const total = filled.reduce((n, b) => n + b.count, 0);
  return filled.reduce((error, b) => error + (b.count / total) * gapOf(b), 0);
}

/** Maximum calibration error: the largest |accuracy − confidence| of a bin. */
export const worstCalibrationError = (bins: readonly ReliabilityBin[]): number =>
  bins.filter((b) => b.count > 0).reduce((worst, b) => Math.max(worst, gapOf(b)), 0);

const gapOf = ({ accuracy, confidence }: ReliabilityBin): number => Math.abs(accuracy - confidence);

/** Inputs by the probability of their predicted class, in bins of as many inputs each; the first have one more. */
export function evenReliability(
  { count, classes, probabilities, predicted, labels }: Predictions,
  bins: number,
): ReliabilityBin[] {
  const confidences = Float64Array.from(predicted, (label, n) => probabilities[n * classes + label]);
  const order = ascendingOrder(confidences);
  const [size, more] = [Math.floor(count / bins), count % bins];
  return Array.from({ length: bins }, (_, b) => {
    const start = b * size + Math.min(b, more);
    const own = order.subarray(start, start + size + (b < more ? 1 : 0));
    return {
      from: confidences[own[0]],
      to: confidences[own[own.length - 1]],
      count: own.length,
      confidence: mean(Array.from(own, (n) => confidences[n])),
      accuracy: mean(Array.from(own, (n) => (predicted[n] === labels[n] ? 1 : 0))),
    };
  });
}

/** Mean −ln of the true class's probability, which is kept away from 0 by the smallest step of a double. */
export function logLoss({ classes, labels, probabilities }: Predictions): number {
  return mean(
    Float64Array.from(labels, (label, n) => -Math.log(Math.max(Number.EPSILON, probabilities[n * classes + label]))),
  );
}

/** Mean over inputs of Σ (probability − truth)² over the classes. */
export function brier({ classes, labels, probabilities }: Predictions): number {
  return mean(
    Float64Array.from(labels, (label, n) => {
      let total = 0;
      for (let c = 0; c < classes; c++) total += (probabilities[n * classes + c] - (c === label ? 1 : 0)) ** 2;
      return total;
    }),
  );
}
