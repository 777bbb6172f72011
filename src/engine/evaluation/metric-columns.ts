import type { MethodCell, MethodCost, MetricColumn } from '../../protocol/evaluation-summary';
import { changedValues } from '../../protocol/parameter-text';
import { METRICS } from '../metric';
import { meanOf, plainMean } from './averaging';
import type { Place } from './pairs';
import type { Plan } from './plan';
import type { MetricPart, Results } from './results';

/** The columns of the comparison: every metric of the plan, each followed by the parts it gave. */
export function metricParts({ metrics }: Plan, results: Results): MetricPart[] {
  return metrics.flatMap((_, metric) => [null, ...results.partsOf(metric)].map((part) => ({ metric, part })));
}

/** A column as files and the panel show it. */
export function metricColumn({ metrics }: Plan, { metric: index, part }: MetricPart): MetricColumn {
  const { name, metric, params } = metrics[index];
  const { id, label, unit, formula, paper, aspect } = metric;
  return {
    name: part === null ? name : `${name} ${part}`,
    metric: id,
    part,
    label: part === null ? label : `${label}: ${part}`,
    unit: part === null ? (unit ?? null) : null,
    better: part === null ? (metric.betterWith?.(params) ?? metric.better) : 'none',
    formula,
    paper,
    params,
    ...(part === null && aspect && { aspect }),
  };
}

/** The title of a column in reports: `Average Drop (convention=occlude-subject) [%]`. */
export function columnTitle({ metric, label, unit, params }: MetricColumn): string {
  const schema = METRICS.find(({ id }) => id === metric)?.params ?? [];
  const changed = changedValues(schema, params).map((pair) => pair.join('='));
  return [label, changed.length > 0 && `(${changed.join(', ')})`, unit !== null && `[${unit}]`]
    .filter(Boolean)
    .join(' ');
}

/** Every method under every column, the best of each model marked. */
export function methodCells(plan: Plan, results: Results, models: number): MethodCell[] {
  const columns = metricParts(plan, results);
  return Array.from({ length: models }, (_, model) => model).flatMap((model) =>
    columns.flatMap((part, column) => {
      const { better } = metricColumn(plan, part);
      const cells = plan.methods.map((_, method) => ({
        model,
        method,
        column,
        ...meanOf(results.metric({ model, method }, part), plan.seed),
      }));
      const known = cells.flatMap(({ mean }) => (mean === null ? [] : [mean]));
      const best =
        better === 'none' || known.length < 2 ? null : better === 'higher' ? Math.max(...known) : Math.min(...known);
      return cells.map((cell) => ({ ...cell, best: best !== null && cell.mean === best }));
    }),
  );
}

/** The mean of what explaining one input cost. */
export function methodCost(results: Results, place: Place): MethodCost {
  const { mean: leastPasses, images } = plainMean(results.cost(place, 'leastPasses'));
  return {
    ...place,
    images,
    forwardPasses: plainMean(results.cost(place, 'forwardPasses')).mean,
    backwardPasses: plainMean(results.cost(place, 'backwardPasses')).mean,
    leastPasses,
  };
}
