import {
  correlation,
  determination,
  meanAbsoluteError,
  meanError,
  rootMeanSquareError,
  type PixelErrors,
} from '../../../metric/regression/pixel-errors';
import { mean } from '../../../statistics/values';
import type { MeasureOf, PartMeasureOf } from '../measures';

/** Of every number of a pixel. */
type Errors = readonly PixelErrors[];

const over = 'over the pixels of all inputs, the mean over the outputs';
const overAll = (of: (errors: PixelErrors) => number) => (errors: Errors) => mean(errors.map(of));

export const MEASURES: readonly MeasureOf<Errors>[] = Object.freeze<MeasureOf<Errors>[]>([
  {
    id: 'mae',
    label: 'Mean absolute error',
    formula: `mean |y − ŷ| ${over}`,
    better: 'lower',
    value: overAll(meanAbsoluteError),
  },
  {
    id: 'rmse',
    label: 'Root mean square error',
    formula: `√ mean (y − ŷ)² ${over}`,
    better: 'lower',
    value: overAll(rootMeanSquareError),
  },
  {
    id: 'r2',
    label: 'R²',
    formula: `1 − Σ (y − ŷ)² / Σ (y − ȳ)² ${over}`,
    better: 'higher',
    value: overAll(determination),
  },
  {
    id: 'correlation',
    label: 'Correlation',
    formula: `Pearson's, of truth and prediction, ${over}`,
    better: 'higher',
    value: overAll(correlation),
  },
  {
    id: 'mean-error',
    label: 'Mean error',
    formula: `mean (ŷ − y) ${over}: above 0 where too much is predicted`,
    better: 'none',
    value: overAll(meanError),
  },
]);

/** Those that are measured in the unit of what is estimated. */
export const IN_UNITS: ReadonlySet<string> = new Set(['mae', 'rmse', 'mean-error']);

export const PART_MEASURES: readonly PartMeasureOf<Errors>[] = Object.freeze<PartMeasureOf<Errors>[]>([
  { id: 'pixels', label: 'Pixels', formula: 'that count', better: 'none', value: (errors, k) => errors[k][0] },
  {
    id: 'mae',
    label: 'MAE',
    formula: 'mean |y − ŷ|',
    better: 'lower',
    value: (errors, k) => meanAbsoluteError(errors[k]),
  },
  {
    id: 'rmse',
    label: 'RMSE',
    formula: '√ mean (y − ŷ)²',
    better: 'lower',
    value: (errors, k) => rootMeanSquareError(errors[k]),
  },
  {
    id: 'r2',
    label: 'R²',
    formula: '1 − Σ (y − ŷ)² / Σ (y − ȳ)²',
    better: 'higher',
    value: (errors, k) => determination(errors[k]),
  },
  {
    id: 'correlation',
    label: 'Correlation',
    formula: "Pearson's, of truth and prediction",
    better: 'higher',
    value: (errors, k) => correlation(errors[k]),
  },
  {
    id: 'meanError',
    label: 'Mean error',
    formula: 'mean (ŷ − y)',
    better: 'none',
    value: (errors, k) => meanError(errors[k]),
  },
]);

export const INPUT_MEASURES: readonly MeasureOf<Errors>[] = Object.freeze<MeasureOf<Errors>[]>([
  {
    id: 'input-mae',
    label: 'Mean absolute error',
    formula: 'mean |y − ŷ| over its pixels, the mean over the outputs',
    better: 'lower',
    value: overAll(meanAbsoluteError),
  },
  {
    id: 'input-rmse',
    label: 'Root mean square error',
    formula: '√ mean (y − ŷ)² over its pixels, the mean over the outputs',
    better: 'lower',
    value: overAll(rootMeanSquareError),
  },
]);
