import { descendingOrder, forEachTie } from '../../statistics/rank';
import { mean, sum, type Values } from '../../statistics/values';
import { rocAuc } from '../localisation';
import { columnOf, type Predictions } from './predictions';

export interface RocCurve {
  /** One point per distinct score, from the strictest threshold, after (0, 0). */
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
}

/** Counts of negatives and positives at or above each distinct score, from the highest. */
function cumulated(scores: Values, positive: Values): { negatives: number[]; positives: number[] } {
  const order = descendingOrder(scores);
  const counts = { negatives: [0], positives: [0] };
  let hits = 0;
  forEachTie(scores, order, (from, to) => {
    for (let k = from; k < to; k++) hits += positive[order[k]] ? 1 : 0;
    counts.negatives.push(to - hits);
    counts.positives.push(hits);
  });
  return counts;
}

export function rocCurve(scores: Values, positive: Values): RocCurve {
  const { negatives, positives } = cumulated(scores, positive);
  const last = positives.length - 1;
  return {
    falsePositiveRate: Float64Array.from(negatives, (v) => v / negatives[last]),
    truePositiveRate: Float64Array.from(positives, (v) => v / positives[last]),
  };
}

/** Σ (Rₙ − Rₙ₋₁) Pₙ over distinct thresholds, without interpolation. */
export function averagePrecision(scores: Values, positive: Values): number {
  const { negatives, positives } = cumulated(scores, positive);
  const last = positives.length - 1;
  let total = 0;
  for (let k = 1; k <= last; k++)
    total += ((positives[k] - positives[k - 1]) / positives[last]) * (positives[k] / (positives[k] + negatives[k]));
  return total;
}

/** 1 for the inputs of a class, else 0. */
export function isClass({ labels }: Predictions, c: number): Uint8Array {
  return Uint8Array.from(labels, (label) => (label === c ? 1 : 0));
}

const allClasses = ({ classes }: Predictions): number[] => Array.from({ length: classes }, (_, c) => c);

/** One class against the rest; NaN for a class without inputs. */
export function rocAucPerClass(predictions: Predictions): Float64Array {
  return Float64Array.from(allClasses(predictions), (c) => rocAuc(columnOf(predictions, c), isClass(predictions, c)));
}

export function averagePrecisionPerClass(predictions: Predictions): Float64Array {
  return Float64Array.from(allClasses(predictions), (c) =>
    averagePrecision(columnOf(predictions, c), isClass(predictions, c)),
  );
}

/** Mean one-versus-rest area over the classes where it is defined, each alike or weighted by its inputs. */
export function rocAucOverall(areas: Float64Array, weights?: Int32Array): number {
  const defined = Array.from(areas.keys()).filter((c) => !Number.isNaN(areas[c]));
  const share = (c: number): number => (weights ? weights[c] : 1);
  return sum(defined.map((c) => share(c) * areas[c])) / sum(defined.map(share));
}

/**
 * One versus one: the mean, over pairs of classes that occur, of the two areas among their inputs (Hand & Till 2001).
 */
export function rocAucPairwise(predictions: Predictions): number {
  const present = allClasses(predictions).filter((c) => predictions.labels.includes(c));
  const area = (c: number, against: number): number => {
    const column = columnOf(predictions, c);
    const chosen = Array.from(predictions.labels.keys()).filter(
      (n) => predictions.labels[n] === c || predictions.labels[n] === against,
    );
    return rocAuc(
      chosen.map((n) => column[n]),
      chosen.map((n) => (predictions.labels[n] === c ? 1 : 0)),
    );
  };
  const pairs = present.flatMap((a, i) => present.slice(i + 1).map((b) => (area(a, b) + area(b, a)) / 2));
  return mean(pairs);
}

/**
 * The share of inputs whose true class is among the k most probable; among equals the later class ranks first, as in
 * scikit-learn.
 */
export function topAccuracy({ count, classes, labels, probabilities }: Predictions, k: number): number {
  let hits = 0;
  for (let n = 0; n < count; n++) {
    const own = probabilities[n * classes + labels[n]];
    let ahead = 0;
    for (let c = 0; c < classes; c++) {
      const other = probabilities[n * classes + c];
      if (other > own || (other === own && c > labels[n])) ahead++;
    }
    if (ahead < k) hits++;
  }
  return hits / count;
}
