import type { RegressionErrors } from '../../../metric/regression/regression';
import { mean } from '../../../statistics/values';
import type { MeasureOf, PartMeasureOf } from '../measures';

const over = 'the mean over the outputs of';

export const MEASURES: readonly MeasureOf<RegressionErrors>[] = Object.freeze<MeasureOf<RegressionErrors>[]>([
  {
    id: 'mae',
    label: 'Mean absolute error',
    formula: `${over} mean |y − ŷ|`,
    better: 'lower',
    value: ({ meanAbsolute }) => mean(meanAbsolute),
  },
  {
    id: 'rmse',
    label: 'Root mean square error',
    formula: `${over} √ mean (y − ŷ)²`,
    better: 'lower',
    value: ({ rootMeanSquare }) => mean(rootMeanSquare),
  },
  {
    id: 'r2',
    label: 'R²',
    formula: `${over} 1 − Σ (y − ŷ)² / Σ (y − ȳ)²`,
    better: 'higher',
    value: ({ determination }) => mean(determination),
  },
  {
    id: 'r2-weighted',
    label: 'R², weighted',
    formula: 'R² of all outputs together, each weighted by the variance of its truth',
    better: 'higher',
    value: ({ weightedDetermination }) => weightedDetermination,
  },
  {
    id: 'median-absolute-error',
    label: 'Median absolute error',
    formula: `${over} median |y − ŷ|`,
    better: 'lower',
    value: ({ medianAbsolute }) => mean(medianAbsolute),
  },
]);

/** Those that are measured in the unit of what is estimated. */
export const IN_UNITS: ReadonlySet<string> = new Set(['mae', 'rmse', 'median-absolute-error']);

export const PART_MEASURES: readonly PartMeasureOf<RegressionErrors>[] = Object.freeze<
  PartMeasureOf<RegressionErrors>[]
>([
  { id: 'mae', label: 'MAE', formula: 'mean |y − ŷ|', better: 'lower', value: (errors, k) => errors.meanAbsolute[k] },
  {
    id: 'rmse',
    label: 'RMSE',
    formula: '√ mean (y − ŷ)²',
    better: 'lower',
    value: (errors, k) => errors.rootMeanSquare[k],
  },
  {
    id: 'r2',
    label: 'R²',
    formula: '1 − Σ (y − ŷ)² / Σ (y − ȳ)²',
    better: 'higher',
    value: (errors, k) => errors.determination[k],
  },
  {
    id: 'medianAbsoluteError',
    label: 'Median error',
    formula: 'median |y − ŷ|',
    better: 'lower',
    value: (errors, k) => errors.medianAbsolute[k],
  },
  {
    id: 'correlation',
    label: 'Correlation',
    formula: "Pearson's, of truth and prediction",
    better: 'higher',
    value: (errors, k) => errors.correlation[k],
  },
]);
