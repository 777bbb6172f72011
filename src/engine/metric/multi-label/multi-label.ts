import { forEachTie, descendingOrder } from '../../statistics/rank';
import { mean, sum } from '../../statistics/values';
import { averagePrecision } from '../classification/ranking';
import { rocAuc } from '../localisation';

/** Answers of a model that says yes or no to several labels, and the truth; arrays are [count, labels]. */
export interface LabelledAnswers {
  readonly probabilities: ArrayLike<number>;
  /** 1 where a label is right. */
  readonly truth: ArrayLike<number>;
  readonly labels: number;
  /** A label is given from this probability on: one for all, or one for each. */
  readonly threshold: number | readonly number[];
}

/** Per label, and over all of them. */
export interface MultiLabelSummary {
  /** 0 for a label without positives. */
  readonly averagePrecision: Float64Array;
  readonly averagePrecisionMicro: number;
  readonly averagePrecisionWeighted: number;
  /** Over the labels that occur. */
  readonly averagePrecisionPresent: number;
  readonly f1: Float64Array;
  readonly f1Micro: number;
  readonly f1Weighted: number;
  /** The mean over inputs of the F1 of their labels. */
  readonly f1Samples: number;
  /** The share of inputs all of whose labels are right. */
  readonly subsetAccuracy: number;
  /** The share of wrong answers. */
  readonly hammingLoss: number;
  /** NaN for a label of which all inputs say the same. */
  readonly rocAuc: Float64Array;
  readonly rocAucMicro: number;
}

/** How well several labels are given, as scikit-learn counts it: 0 where a precision or a recall is 0/0. */
export function multiLabelSummary(answers: LabelledAnswers): MultiLabelSummary {
  const { probabilities, truth, labels, threshold } = answers;
  const from = (label: number): number => (typeof threshold === 'number' ? threshold : threshold[label]);
  const given = Uint8Array.from(probabilities, (p, k) => (p >= from(k % labels) ? 1 : 0));
  const columns = Array.from({ length: labels }, (_, k) => ({
    probabilities: every(probabilities, labels, k),
    truth: every(truth, labels, k),
    given: every(given, labels, k),
  }));
  const positives = columns.map((column) => sum(column.truth));
  const precisions = Float64Array.from(columns, (column, k) =>
    positives[k] > 0 ? averagePrecision(column.probabilities, column.truth) : 0,
  );
  const f1 = Float64Array.from(columns, (column) => f1Of(column.truth, column.given));
  const rows = Array.from({ length: truth.length / labels }, (_, n) => ({
    truth: slice(truth, n * labels, labels),
    given: slice(given, n * labels, labels),
  }));
  const wrong = rows.map((row) => sum(row.truth.map((t, k) => Math.abs(t - row.given[k]))));
  return {
    averagePrecision: precisions,
    averagePrecisionMicro: averagePrecision(probabilities, truth),
    averagePrecisionWeighted: weighted(precisions, positives),
    averagePrecisionPresent: mean(precisions.filter((_, k) => positives[k] > 0)),
    f1,
    f1Micro: f1Of(truth, given),
    f1Weighted: weighted(f1, positives),
    f1Samples: mean(rows.map((row) => f1Of(row.truth, row.given))),
    subsetAccuracy: mean(wrong.map((count) => (count === 0 ? 1 : 0))),
    hammingLoss: sum(wrong) / truth.length,
    rocAuc: Float64Array.from(columns, (column, k) =>
      positives[k] > 0 && positives[k] < column.truth.length ? rocAuc(column.probabilities, column.truth) : NaN,
    ),
    rocAucMicro: rocAuc(probabilities, truth),
  };
}

const every = (values: ArrayLike<number>, labels: number, k: number): Float64Array =>
  Float64Array.from({ length: values.length / labels }, (_, n) => values[n * labels + k]);
const slice = (values: ArrayLike<number>, from: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, k) => values[from + k]);

const weighted = (values: Float64Array, weights: readonly number[]): number =>
  sum(values.map((value, k) => value * weights[k])) / sum(weights);

/** 2 · hits / (right + given). */
function f1Of(truth: ArrayLike<number>, given: ArrayLike<number>): number {
  let hits = 0;
  for (let n = 0; n < truth.length; n++) hits += truth[n] * given[n];
  const all = sum(truth) + sum(given);
  return all > 0 ? (2 * hits) / all : 0;
}

/** How labels are ranked by their probabilities, as means over inputs. */
export interface LabelRanking {
  /** How far down the last right label stands. */
  readonly coverageError: number;
  /** The share of pairs of a right and a wrong label that are not in order. */
  readonly rankingLoss: number;
  /** The mean, over right labels, of the share of right ones among those that rank as high. */
  readonly rankingAveragePrecision: number;
}

export function labelRanking({ probabilities, truth, labels }: LabelledAnswers): LabelRanking {
  const rows = Array.from({ length: truth.length / labels }, (_, n) =>
    rankingOf(slice(probabilities, n * labels, labels), slice(truth, n * labels, labels)),
  );
  return {
    coverageError: mean(rows.map((row) => row.coverage)),
    rankingLoss: mean(rows.map((row) => row.loss)),
    rankingAveragePrecision: mean(rows.map((row) => row.precision)),
  };
}

interface RowRanking {
  readonly coverage: number;
  readonly loss: number;
  readonly precision: number;
}

/** Equal probabilities share the last of their ranks; a pair of equal ones is not in order. */
function rankingOf(probabilities: Float64Array, truth: Float64Array): RowRanking {
  const right = sum(truth);
  const wrong = truth.length - right;
  let [coverage, loss, precision, rightSoFar] = [0, 0, 0, 0];
  const order = descendingOrder(probabilities);
  forEachTie(probabilities, order, (from, to) => {
    const own = sum(Array.from(order.subarray(from, to), (label) => truth[label]));
    rightSoFar += own;
    if (own === 0) return;
    coverage = to;
    loss += own * (to - rightSoFar);
    precision += (own * rightSoFar) / to;
  });
  const isTrivial = right === 0 || wrong === 0;
  return { coverage, loss: isTrivial ? 0 : loss / (right * wrong), precision: isTrivial ? 1 : precision / right };
}
