import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { MetricDescription } from '../../protocol/metric';
import type { ImageColumns } from '../../protocol/folder';
import type { ConfusionCell } from '../confusion/matrix';
import type { TableSort } from '../ui/table';
import type { ConfidenceRange, ImageFilter } from './app';

/** The metric by which failures are sorted: the share of the attribution inside the object. */
export const insideObject = 'relevance-mass';

/** A column of the list of inputs: a number per input. */
export interface ImageColumn {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  readonly better: 'higher' | 'lower' | 'none';
  readonly values: ArrayLike<number>;
  /** How a value is written, where it is no plain figure. */
  readonly text?: (value: number) => string;
  /** Of a metric that shows what it did: its index in the summary. */
  readonly evidence?: number;
}

/** What inputs of other tasks than classes of whole inputs are told apart by. */
export const numberColumns = ({ numbers }: ImageColumns): ImageColumn[] =>
  numbers.map(({ id, label, formula, better, values }) => ({
    ...{ key: id, title: label, hint: formula, better, values },
    ...(values.every((value) => Number.isInteger(value) || Number.isNaN(value)) && { text: String }),
  }));

/** Inputs of such tasks come the worst first, unless somebody orders them otherwise. */
export function worstFirst({ numbers: [judged] }: ImageColumns): TableSort | null {
  return judged ? { key: judged.id, descending: judged.better === 'lower' } : null;
}

/** Metric columns with a number for any input, the share inside the object first: without masks there is none of masks. */
export function metricColumns(
  summary: EvaluationSummary,
  columns: ImageColumns,
  metrics: readonly MetricDescription[],
): ImageColumn[] {
  const showing = new Set(metrics.flatMap(({ id, evidence }) => (evidence ? [id] : [])));
  const all = summary.columns.map(
    (
      { name, label, metric, formula, better, part },
      c,
    ): ImageColumn & { readonly metric: string; readonly part: string | null } => ({
      key: name,
      title: label,
      hint: formula,
      better,
      metric,
      part,
      values: columns.metrics[c],
      ...(showing.has(metric) && { evidence: c }),
    }),
  );
  const whole = all.filter(({ part, values }) => part === null && Array.prototype.some.call(values, Number.isFinite));
  return [
    ...whole.filter(({ metric }) => metric === insideObject),
    ...whole.filter(({ metric }) => metric !== insideObject),
  ];
}

export interface ImageQuery {
  readonly filter: ImageFilter;
  readonly cell: ConfusionCell | null;
  readonly confidence: ConfidenceRange | null;
  readonly search: string;
  readonly sort: TableSort | null;
}

/**
 * Rows that are shown, in the order in which they are shown. @param values of the column sorted by; null for the
 * folder's order
 */
export function orderOf(
  { names, classes, label, predicted, probability }: ImageColumns,
  { filter, cell, confidence, search, sort }: ImageQuery,
  values: ArrayLike<number> | null,
): Uint32Array {
  const rows = new Uint32Array(names.length);
  const wanted = search.trim().toLowerCase();
  let count = 0;
  for (let n = 0; n < names.length; n++) {
    const right = label[n] === predicted[n];
    if (filter !== 'all' && (label[n] < 0 || right !== (filter === 'right'))) continue;
    if (
      cell &&
      ((cell.label !== null && label[n] !== cell.label) || (cell.predicted !== null && predicted[n] !== cell.predicted))
    )
      continue;
    if (confidence && !isWithin(probability[n], confidence)) continue;
    if (wanted && !names[n].toLowerCase().includes(wanted) && !classes[predicted[n]]?.toLowerCase().includes(wanted))
      continue;
    rows[count++] = n;
  }
  const order = rows.subarray(0, count);
  if (!sort) return order;
  const sign = sort.descending ? -1 : 1;
  if (!values) return sign > 0 ? order : order.reverse();
  // What was not computed comes last whichever way is up; equal values stay in the folder's order.
  return order.sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (x !== x || y !== y) return Number(x !== x) - Number(y !== y) || a - b;
    return sign * (x - y) || a - b;
  });
}

/** In single precision, as probabilities are kept; nothing lies below the first bar. */
const isWithin = (value: number, { from, to }: ConfidenceRange): boolean =>
  (value > Math.fround(from) || from === 0) && value <= Math.fround(to);
