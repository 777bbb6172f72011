import type { MethodCell, MetricColumn } from '../../protocol/evaluation';
import { meanOf, plainMean } from './averaging';
import type { Plan } from './plan';
import type { Results } from './results';

/** The columns of the comparison: every metric of the plan, each followed by the parts it gave. */
export function columnsOf(plan: Plan, results: Results): MetricColumn[] {
  return plan.metrics.flatMap(({ name, metric, params }, group) => {
    const { id, label, unit, formula, paper } = metric;
    const better = metric.betterWith?.(params) ?? metric.better;
    const parts = results.columnsOf(group).filter((column) => column !== name);
    const whole: MetricColumn = {
      name,
      metric: id,
      part: null,
      label,
      unit: unit ?? null,
      better,
      formula,
      paper,
      params,
    };
    return [
      whole,
      ...parts.map((column): MetricColumn => ({
        ...whole,
        name: column,
        part: column.slice(name.length + 1),
        label: `${label}: ${column.slice(name.length + 1)}`,
        unit: null,
        better: 'none',
      })),
    ];
  });
}

/** Every method under every column, the best of each model marked. */
export function cellsOf(plan: Plan, results: Results, columns: readonly MetricColumn[], models: number): MethodCell[] {
  return Array.from({ length: models }, (_, model) => model).flatMap((model) =>
    columns.flatMap(({ name, better }, column) => {
      const cells = plan.methods.map((_, method) => ({
        model,
        method,
        column,
        ...meanOf(results.column({ model, method }, name), plan.seed),
      }));
      const known = cells.flatMap(({ mean }) => (mean === null ? [] : [mean]));
      const best =
        better === 'none' || known.length < 2 ? null : better === 'higher' ? Math.max(...known) : Math.min(...known);
      return cells.map((cell) => ({ ...cell, best: best !== null && cell.mean === best }));
    }),
  );
}

/** The mean of what explaining one input cost. */
export function costOf(results: Results, model: number, method: number) {
  const of = (name: string) => plainMean(results.column({ model, method }, `cost ${name}`));
  const { mean: leastPasses, images } = of('leastPasses');
  return {
    model,
    method,
    images,
    forwardPasses: of('forwardPasses').mean,
    backwardPasses: of('backwardPasses').mean,
    leastPasses,
  };
}
