import { margins } from '../../statistics/agreement';
import { mean, sum } from '../../statistics/values';
import type { Predictions } from './predictions';

/** Counts [true class, predicted class], row-major. */
export function confusionMatrix({
  classes,
  labels,
  predicted,
}: Pick<Predictions, 'classes' | 'labels' | 'predicted'>): Int32Array {
  const matrix = new Int32Array(classes * classes);
  labels.forEach((label, n) => matrix[label * classes + predicted[n]]++);
  return matrix;
}

/** Per class; a ratio whose denominator is zero is 0. */
export interface ClassScores {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly f1: Float64Array;
  /** Inputs whose true class it is. */
  readonly support: Int32Array;
  /** Inputs whose predicted class it is. */
  readonly chosen: Int32Array;
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

export function classScores(matrix: Int32Array): ClassScores {
  const classes = Math.sqrt(matrix.length);
  const indices = Array.from({ length: classes }, (_, c) => c);
  const hits = indices.map((c) => matrix[c * classes + c]);
  const support = indices.map((c) => sum(matrix.subarray(c * classes, (c + 1) * classes)));
  const chosen = indices.map((c) => sum(indices.map((row) => matrix[row * classes + c])));
  return {
    precision: Float64Array.from(indices, (c) => ratio(hits[c], chosen[c])),
    recall: Float64Array.from(indices, (c) => ratio(hits[c], support[c])),
    f1: Float64Array.from(indices, (c) => ratio(2 * hits[c], chosen[c] + support[c])),
    support: Int32Array.from(support),
    chosen: Int32Array.from(chosen),
  };
}

/**
 * How per-class numbers become one: each class alike. Classes without inputs are left out: of a model of a thousand
 * classes on a folder of seven, every class that a wrong answer named would count as one more class that is missed.
 */
export function macro(values: Float64Array, { support }: ClassScores): number {
  return mean(values.filter((_, c) => support[c] > 0));
}

/**
 * The same with the classes that are only predicted, as scikit-learn averages by default: it knows the classes only by
 * the labels and answers that it is given.
 */
export function macroOfAllNamed(values: Float64Array, { support, chosen }: ClassScores): number {
  return mean(values.filter((_, c) => support[c] + chosen[c] > 0));
}

/** Each class by its support; the micro average of inputs with one label each is their accuracy. */
export function weighted(values: Float64Array, { support }: ClassScores): number {
  return sum(values.map((v, c) => v * support[c])) / sum(support);
}

/** Matthews' correlation of several classes (Gorodkin 2004); 0 where a denominator is zero. */
export function matthews(matrix: Int32Array): number {
  const { total, hits, agreement, rows, columns } = margins(matrix);
  const square = (values: readonly number[]): number => total ** 2 - sum(values.map((v) => v * v));
  const denominator = Math.sqrt(square(rows)) * Math.sqrt(square(columns));
  return ratio(1, denominator) * (hits * total - agreement);
}
