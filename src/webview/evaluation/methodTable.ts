import type { EvaluationSummary, MethodCost, MetricColumn } from '../../protocol/evaluation';
import { citation } from '../../protocol/paper';
import type { StoredResults } from '../../protocol/folder';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure, passes, seconds } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { checkbox } from '../ui/toolkit';
import { sortingOf, summaryOf, type EvaluationApp } from './app';

/** A number of a method under a metric. */
interface Score {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly images: number;
  readonly best: boolean;
}

interface MethodRow {
  readonly model: string;
  readonly method: string;
  readonly hint: string;
  readonly scores: ReadonlyMap<string, Score>;
  readonly cost: MethodCost | null;
  /** Of an explanation; undefined while a run goes on. */
  readonly seconds?: number | null;
  readonly notes: readonly string[];
}

/** Methods × metrics: means with their intervals, the best of each model in bold. */
export function methodTable(app: EvaluationApp): Component {
  const content = memo(({ summary, seconds: times }: StoredResults, parts: boolean) => ({
    rows: rowsOf(summary, times),
    columns: columnsOf(
      summary.columns.filter(({ part }) => parts || part === null),
      summary.models.length > 1,
    ),
  }));
  const shown = methodsTable(app, 'methods');
  const parts = checkbox(t('Parts of metrics'), false, (on) => app.setView({ parts: on }));
  const title = element(
    'div',
    { class: 'section-title' },
    element('h2', {}, t('Methods')),
    element('span', { class: 'quiet' }),
    parts.element,
    shown.exporting,
  );
  const node = element('section', { class: 'block', 'aria-label': t('Methods') }, title, shown.element);
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      node.hidden = !summary || summary.methods.length === 0;
      if (!summary || node.hidden) return;
      parts.set(app.view.parts);
      parts.element.hidden = !summary.columns.some(({ part }) => part !== null);
      title.children[1].textContent = t(
        'mean and {0} % bootstrap interval; best in bold',
        Math.round(summary.bootstrap.level * 100),
      );
      shown.update({ ...content(app.document.results!, app.view.parts), sort: sortingOf(app, 'methods').sort });
    },
  };
}

/** The same table while a run goes on, without intervals. */
export function partialTable(app: EvaluationApp): Component {
  const shown = methodsTable(app, 'partial');
  return {
    element: shown.element,
    update() {
      const { run, metrics } = app.document;
      const cells = run?.table?.cells ?? [];
      shown.element.hidden = cells.length === 0;
      if (!run?.started || cells.length === 0) return;
      const { models, methods, metrics: names } = run.started;
      const rows = models.flatMap((model, m) =>
        methods.map((method, k): MethodRow => {
          const own = cells.filter((cell) => cell.model === m && cell.method === k);
          return {
            model,
            method,
            hint: method,
            cost: null,
            notes: [],
            scores: new Map(
              own.map(({ column, mean, images }) => [column, { mean, low: null, high: null, images, best: false }]),
            ),
          };
        }),
      );
      const columns = names.map((name): Shown => {
        const described = metrics.find(({ id }) => id === name.split(':')[0]);
        return {
          name,
          label: described?.label ?? name,
          better: described?.better ?? 'none',
          unit: described?.unit ?? null,
          formula: described?.formula ?? '',
          metric: name.split(':')[0],
        };
      });
      shown.update({ rows, columns: columnsOf(columns, models.length > 1), sort: sortingOf(app, 'partial').sort });
    },
  };
}

function methodsTable(app: EvaluationApp, name: string) {
  return table<MethodRow>({
    label: t('Methods'),
    name,
    onSort: (sort) => sortingOf(app, name).onSort(sort),
    post: app.post,
  });
}

function rowsOf(
  { models, methods, columns, cells, costs, notes }: EvaluationSummary,
  times: StoredResults['seconds'],
): MethodRow[] {
  return models.flatMap((model, m) =>
    methods.map(({ name, label, paper, layer, seed }, k) => {
      const own = cells.filter((cell) => cell.model === m && cell.method === k);
      const rest = name.slice(name.indexOf(':') + 1);
      return {
        model: model.name,
        method: name.includes(':') ? `${label} · ${rest.replace(/:/g, ' · ')}` : label,
        hint: [
          name,
          layer && t('Layer: {0}', layer),
          t('Seed: {0}', seed),
          t('Model: {0}', `${model.name} · ${model.hash.slice(0, 12)}`),
          citation(paper),
        ]
          .filter(Boolean)
          .join('\n'),
        scores: new Map(own.map((cell) => [columns[cell.column].name, cell])),
        cost: costs.find((cost) => cost.model === m && cost.method === k) ?? null,
        seconds: times[m][k],
        notes: notes
          .filter((note) => note.model === m && note.method === k)
          .map(({ text, images }) => t('{0} ({1} inputs)', text, images)),
      };
    }),
  );
}

type Shown = Pick<MetricColumn, 'name' | 'label' | 'better' | 'unit' | 'formula' | 'metric'>;

function columnsOf(metrics: readonly Shown[], several: boolean): TableColumn<MethodRow>[] {
  const method: TableColumn<MethodRow> = {
    key: 'method',
    title: t('Method'),
    value: (row) => row.method,
    cell: methodCell,
  };
  const model: TableColumn<MethodRow> = { key: 'model', title: t('Model'), value: (row) => row.model };
  const spent = ({ cost }: MethodRow): number | null => (cost ? cost.forwardPasses + cost.backwardPasses : null);
  const cost: TableColumn<MethodRow> = {
    key: 'cost',
    title: t('Cost'),
    numeric: true,
    better: 'lower',
    hint: t('Forward and backward passes per input beyond the shared forward pass; 1 u is one forward pass'),
    value: spent,
    cell: (row) => {
      const value = spent(row);
      return value === null
        ? '—'
        : element('span', { title: row.cost ? t('least: {0}', passes(row.cost.leastPasses)) : null }, passes(value));
    },
  };
  const time: TableColumn<MethodRow> = {
    key: 'time',
    title: t('Time'),
    numeric: true,
    better: 'lower',
    hint: t('Mean of an explanation, on the machine that made it; the metrics’ times are in timings.csv'),
    value: (row) => row.seconds ?? null,
    cell: (row) => (typeof row.seconds === 'number' ? seconds(row.seconds) : '—'),
  };
  return [method, ...(several ? [model] : []), ...metrics.map(metricColumn), cost, time];
}

function methodCell({ method, hint, notes }: MethodRow): Node {
  const warning =
    notes.length > 0 &&
    element('span', { class: 'note', title: notes.join('\n'), 'aria-label': notes.join('; ') }, icon('warning'));
  return element('span', { title: hint, class: 'method-name' }, method, warning);
}

function metricColumn({ name, label, better, unit, formula, metric }: Shown): TableColumn<MethodRow> {
  const of = ({ scores }: MethodRow): Score | undefined => scores.get(name);
  const own = name.startsWith(`${metric}:`) ? name.slice(metric.length + 1).replace(/:/g, ' · ') : '';
  return {
    key: name,
    title: [label, own, unit && `[${unit}]`].filter(Boolean).join(' '),
    hint: formula,
    better,
    numeric: true,
    value: (row) => of(row)?.mean ?? null,
    more: {
      low: (row) => of(row)?.low ?? null,
      high: (row) => of(row)?.high ?? null,
      images: (row) => of(row)?.images ?? null,
    },
    cell: (row) => scoreCell(of(row)),
  };
}

/** A mean, and small beside it the interval. */
function scoreCell(score: Score | undefined): Node | string {
  if (!score || score.mean === null) return '—';
  const { mean, low, high, images, best } = score;
  const interval =
    low !== null && high !== null ? element('span', { class: 'interval' }, `${figure(low)} … ${figure(high)}`) : null;
  return element(
    'span',
    { title: t('{0} inputs', images) },
    element('span', { class: best ? 'best' : null }, figure(mean)),
    interval,
  );
}
