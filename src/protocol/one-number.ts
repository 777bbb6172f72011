import type { Aspect } from './aspect';
import type { EvaluationSummary, MetricColumn } from './evaluation-summary';

/** The one number of a method, beside its parts; null where a part is not there. */
export interface OneNumber extends Readonly<Record<Aspect, number | null>> {
  readonly model: number;
  readonly method: number;
  readonly both: number | null;
}

export const ONE_NUMBER_FORMULA =
  '√(faithfulness · localisation); each the mean of its metrics, every one brought to 0 (worst) … 1 (best) on its own range';

/** A mean on its metric's scale, 1 the best; null for a metric that has none or says nothing. */
function share({ aspect, better }: MetricColumn, mean: number | null): number | null {
  if (!aspect || mean === null || better === 'none') return null;
  const part = Math.min(1, Math.max(0, (mean - aspect.from) / (aspect.to - aspect.from)));
  return better === 'higher' ? part : 1 - part;
}

/** Faithfulness and localisation of every method, and both in one number. */
export function oneNumbers({ models, methods, columns, cells }: EvaluationSummary): OneNumber[] {
  return models.flatMap((_, model) =>
    methods.map((_method, method) => {
      const of = (aspect: Aspect): number | null => {
        const shares = cells.flatMap((cell) => {
          const column = columns[cell.column];
          const own = cell.model === model && cell.method === method && column.aspect?.of === aspect;
          const value = own ? share(column, cell.mean) : null;
          return value === null ? [] : [value];
        });
        return shares.length > 0 ? shares.reduce((sum, one) => sum + one, 0) / shares.length : null;
      };
      const [faithfulness, localisation] = [of('faithfulness'), of('localisation')];
      const both = faithfulness === null || localisation === null ? null : Math.sqrt(faithfulness * localisation);
      return { model, method, faithfulness, localisation, both };
    }),
  );
}
