import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import type { ExplainedClass } from '../../protocol/evaluation';
import type { MetricDescription } from '../../protocol/metric';
import type { ImageColumns } from '../../protocol/folder';
import { tagCounts, type ImageTags } from '../../protocol/image-tags';
import type { AskedClass } from '../../protocol/map-verdict';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memoOfShortNames } from '../ui/short-names';
import { memo } from '../ui/memo';
import type { TableSort } from '../ui/table';
import type { ConfusionCell } from '../confusion/matrix';
import { sortingOf, summaryOf, type ConfidenceRange, type EvaluationApp, type ImageFilter } from './app';
import { metricColumns, numberColumns, orderOf, worstFirst, type ImageColumn } from './ordering';

/** The inputs that are shown, whether as images or as rows of numbers. */
export interface Listed {
  readonly columns: ImageColumns;
  readonly metrics: readonly ImageColumn[];
  /** Indices of the inputs, in the order in which they are shown. */
  readonly order: Uint32Array;
}

/** What is filtered and sorted, once for all parts of the page that show it; null while it is not there. */
export type Selection = () => Listed | null;

export function selectionOf(app: EvaluationApp): Selection {
  const ordered = memo(
    (
      columns: ImageColumns,
      filter: ImageFilter,
      cell: ConfusionCell | null,
      confidence: ConfidenceRange | null,
      search: string,
      sort: TableSort | null,
      values: ArrayLike<number> | null,
    ) => orderOf(columns, { filter, cell, confidence, search, sort }, values),
  );
  const tagged = memo((columns: ImageColumns, order: Uint32Array, tags: ImageTags, tag: string | null) =>
    tag === null ? order : order.filter((n) => tags[columns.names[n]]?.includes(tag)),
  );
  const shown = memo(
    (
      summary: EvaluationSummary,
      columns: ImageColumns,
      known: readonly MetricDescription[],
    ): readonly ImageColumn[] => [
      ...(isOfClasses(columns) ? [probabilityColumn(columns)] : numberColumns(columns)),
      ...(columns.metrics.length > 0 ? metricColumns(summary, columns, known) : []),
    ],
  );
  const listed = memo((columns: ImageColumns, metrics: readonly ImageColumn[], order: Uint32Array): Listed => ({
    columns,
    metrics,
    order,
  }));
  return () => {
    const summary = summaryOf(app);
    const { images, view } = app;
    if (!summary || images.state !== 'done') return null;
    const metrics = shown(summary, images.value, app.document.metrics);
    const sort = sortingOf(app, 'images').sort ?? worstFirst(images.value);
    const values = metrics.find(({ key }) => key === sort?.key)?.values ?? null;
    const { filter, cell, confidence, search } = view;
    const order = ordered(images.value, filter, cell, confidence, search, sort, values);
    return listed(images.value, metrics, tagged(images.value, order, app.document.tags, chosenTag(app)));
  };
}

/** Whether classes of whole inputs are told. */
export const isOfClasses = ({ numbers }: ImageColumns): boolean => numbers.length === 0;

/** The tag that is filtered by; none where nothing bears it any more. */
export function chosenTag({ document: { tags }, view: { tag } }: EvaluationApp): string | null {
  return tag !== null && tagCounts(tags).some((one) => one.tag === tag) ? tag : null;
}

/** Inputs that Explain is given to walk through, about the one that is looked at first. */
const mostWalked = 200;

/** Explains an input beside the evaluation, with those about it in the list. @param at its place in the order */
export function explainAt(
  app: EvaluationApp,
  { columns, order }: Listed,
  at: number,
  place: { model: number; method: number },
): void {
  const first = Math.max(0, Math.min(at - mostWalked / 2, order.length - mostWalked));
  const walked = [...order.subarray(first, first + mostWalked)];
  const names = walked.map((n) => columns.names[n]);
  const truths = walked.map((n) => columns.classes[columns.label[n]] ?? null);
  const { methods, target } = summaryOf(app)!;
  const asked = walked.map((n) => askedOf(target, columns.label[n], columns.predicted[n]));
  const { model, method } = place;
  const name = columns.names[order[at]];
  app.post({ kind: 'explain', name, names, truths, asked, model, method: methods.length > 0 ? method : null });
}

/** What the evaluation explains of an input; null for the predicted class. */
function askedOf(explained: ExplainedClass, label: number, predicted: number): AskedClass | null {
  if (explained === 'predicted' || label < 0) return null;
  const isWrong = explained === 'label-minus-predicted' && label !== predicted;
  return { target: label, ...(isWrong && { against: predicted }) };
}

/** What an input is and was taken for, in a line. */
export function truthOf({ classes, label, predicted }: ImageColumns, n: number): Truth {
  const wrong = label[n] >= 0 && label[n] !== predicted[n];
  const own = classes[predicted[n]] ?? '';
  const name = shortOf(classes);
  return {
    text: wrong ? `${classes[label[n]]} → ${own}` : own,
    truth: name(wrong ? classes[label[n]] : own),
    predicted: name(own),
    wrong,
  };
}

const shortOf = memoOfShortNames();

interface Truth {
  /** With whole names: what is true, where that is another class, and what is predicted. */
  readonly text: string;
  /** Short ones. */
  readonly truth: string;
  readonly predicted: string;
  readonly wrong: boolean;
}

function probabilityColumn({ probability }: ImageColumns): ImageColumn {
  return {
    key: 'probability',
    title: t('Probability'),
    hint: t('Probability of the predicted class'),
    better: 'none',
    values: probability,
    text: percent,
  };
}
