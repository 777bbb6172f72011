import type { MethodCost, MetricColumn } from '../../protocol/evaluation-summary';
import type { MetricDescription } from '../../protocol/metric';
import type { Aspect } from '../../protocol/aspect';
import { ONE_NUMBER_FORMULA } from '../../protocol/one-number';
import { element } from '../ui/element';
import { figure, passes, seconds } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import type { TableColumn } from '../ui/table';
import type { MethodRow, Score } from './method-rows';
import { columnTitle } from './titles';

/** A column of the evaluation that the table shows. */
interface ShownColumn {
  readonly column: MetricColumn;
  /** Of the column among all. */
  readonly index: number;
  readonly title: string;
}

export function shownColumns(
  columns: readonly MetricColumn[],
  known: readonly MetricDescription[],
): readonly ShownColumn[] {
  return columns.map((column, index) => ({ column, index, title: columnTitle(column, known) }));
}

/** A map that is read off the forward pass, which the prediction needs in any case, costs nothing more. */
const costMeaning = ({ leastPasses }: MethodCost, spent: number): string =>
  [spent === 0 && t('Nothing beyond the shared forward pass'), t('least: {0}', passes(leastPasses))]
    .filter(Boolean)
    .join('\n');

/** Method, model, metrics, cost and time. @param several whether there is more than one model */
export function methodColumns(metrics: readonly ShownColumn[], several: boolean): TableColumn<MethodRow>[] {
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
        : element(
            'span',
            { title: row.cost ? costMeaning(row.cost, value) : null },
            value === 0 ? t('shared') : passes(value),
          );
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
  const one: TableColumn<MethodRow> = {
    key: 'one',
    title: t('Both'),
    numeric: true,
    better: 'higher',
    hint: t('Faithfulness and localisation in one number, beside its parts: {0}', ONE_NUMBER_FORMULA),
    value: ({ inOne }) => inOne?.both ?? null,
    cell: oneCell,
  };
  const both = metrics.some(isOf('faithfulness')) && metrics.some(isOf('localisation')) ? [one] : [];
  return [method, ...(several ? [model] : []), ...metrics.map(metricColumn), ...both, cost, time];
}

const isOf =
  (aspect: Aspect) =>
  ({ column }: ShownColumn): boolean =>
    column.aspect?.of === aspect;

/** The number, its two parts small beside it. */
function oneCell({ inOne }: MethodRow): Node | string {
  if (!inOne || inOne.both === null) return '—';
  const { both, faithfulness, localisation } = inOne;
  const parts = `${figure(faithfulness!)} · ${figure(localisation!)}`;
  return element(
    'span',
    { title: t('faithfulness {0}, localisation {1}', figure(faithfulness!), figure(localisation!)) },
    figure(both),
    element('span', { class: 'interval' }, parts),
  );
}

function methodCell({ method, hint, notes }: MethodRow): Node {
  const warning =
    notes.length > 0 &&
    element(
      'span',
      { class: 'note', role: 'img', title: notes.join('\n'), 'aria-label': notes.join('; ') },
      icon('warning'),
    );
  return element('span', { title: hint, class: 'method-name' }, method, warning);
}

function metricColumn({ column: { name, better, formula }, index, title }: ShownColumn): TableColumn<MethodRow> {
  const of = ({ scores }: MethodRow): Score | undefined => scores.get(index);
  return {
    key: name,
    title,
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

/** The same in a sentence. */
export const scoreText = (score: Score | undefined): string =>
  score?.mean == null
    ? '—'
    : [
        figure(score.mean),
        score.low !== null && score.high !== null && `(${figure(score.low)} … ${figure(score.high)})`,
      ]
        .filter(Boolean)
        .join(' ');

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
