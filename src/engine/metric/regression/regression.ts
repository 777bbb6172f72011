import { pearson } from '../../statistics/correlation';
import { differences, mean, quantile, sum, variance } from '../../statistics/values';

/** How far numbers are from the truth; one value per output. */
export interface RegressionErrors {
  readonly meanAbsolute: Float64Array;
  readonly rootMeanSquare: Float64Array;
  /** 1 − Σ (y − ŷ)² / Σ (y − ȳ)² */
  readonly determination: Float64Array;
  readonly medianAbsolute: Float64Array;
  /** The product-moment correlation of truth and prediction. */
  readonly correlation: Float64Array;
  /** The determination of all outputs together, each weighted by the truth's variance. */
  readonly weightedDetermination: number;
}

interface Column {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
  readonly errors: Float64Array;
}

/** @param truth and predicted, [count, outputs] */
export function regressionErrors(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  outputs: number,
): RegressionErrors {
  const columns = Array.from({ length: outputs }, (_, k) => columnOf(truth, predicted, outputs, k));
  const per = (value: (column: Column) => number): Float64Array => Float64Array.from(columns, value);
  const spreads = per((column) => variance(column.truth));
  const losses = per(({ errors }) => mean(errors.map((error) => error * error)));
  return {
    meanAbsolute: per(({ errors }) => mean(errors.map(Math.abs))),
    rootMeanSquare: losses.map(Math.sqrt),
    determination: losses.map((loss, k) => 1 - loss / spreads[k]),
    medianAbsolute: per(({ errors }) => quantile(errors.map(Math.abs), 0.5)),
    correlation: per((column) => pearson(column.truth, column.predicted)),
    weightedDetermination: 1 - sum(losses) / sum(spreads),
  };
}

function columnOf(truth: ArrayLike<number>, predicted: ArrayLike<number>, outputs: number, k: number): Column {
  const values = (of: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: of.length / outputs }, (_, n) => of[n * outputs + k]);
  const [own, told] = [values(truth), values(predicted)];
  return { truth: own, predicted: told, errors: differences(own, told) };
}
