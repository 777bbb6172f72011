import type { EvaluationSummary, ModelSummary } from '../../../protocol/evaluation-summary';
import type { Measure } from '../../../protocol/judgement';

/** A number of an evaluation that conditions can name. */
export interface Figure {
  /** `model.measure` or `model.method.metric`, as the tables name them. */
  readonly name: string;
  /** All it may be called: the same without the model, without the method, or without both. */
  readonly names: readonly string[];
  readonly better: Measure['better'];
  /** Null where it is not defined, for example a mean over nothing. */
  readonly value: number | null;
}

/** What a model is judged by. */
export const measuresOf = ({ classification, judgement }: ModelSummary): readonly Measure[] =>
  judgement?.measures ?? classification?.measures ?? [];

/** All figures of an evaluation: `images`, `skipped`, the measures of models, the metrics of methods. */
export function figuresOf(summary: EvaluationSummary): Figure[] {
  const { models, methods, columns, cells } = summary;
  const counts = (['images', 'skipped'] as const).map((name) => figure([], name, 'none', summary[name]));
  const measures = models.flatMap((model) =>
    measuresOf(model).map(({ id, better, value }) => figure([model.name], id, better, value)),
  );
  const metrics = cells.map(({ model, method, column, mean }) =>
    figure([models[model].name, methods[method].name], columns[column].name, columns[column].better, mean),
  );
  return [...counts, ...measures, ...metrics];
}

function figure(places: readonly string[], last: string, better: Figure['better'], value: number | null): Figure {
  const short = places.map((place) => `${place}.${last}`);
  return { name: [...places, last].join('.'), names: [last, ...short, [...places, last].join('.')], better, value };
}
