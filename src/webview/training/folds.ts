import type { FoldResult, Measures, NetworkSummary } from '../../protocol/training-result';
import type { ModelUse } from '../../protocol/training-panel';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { count, figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table, type TableColumn } from '../ui/table';
import { sortingOf, summaryOf, type TrainingApp } from './app';
import { networkChoice } from './network-choice';

type Part = 'validation' | 'training' | 'test';

/** A fold, or what the folds come to together. */
interface Row {
  readonly name: string;
  /** Null of mean and deviation. */
  readonly fold: FoldResult | null;
  readonly value: (part: Part, measure: keyof Measures) => number | null;
}

/** F1, accuracy and loss of every fold, validation and training, with mean and deviation; and what to do with its model. */
export function folds(app: TrainingApp): Component {
  const choice = networkChoice(app, 'folds-network');
  const shown = table<Row>({
    label: t('Folds'),
    name: 'folds',
    onSort: (sort) => sortingOf(app, 'folds').onSort(sort),
    post: app.post,
  });
  const note = element('p', { class: 'quiet' });
  const node = roving(
    element(
      'section',
      { class: 'block', 'aria-label': t('Folds') },
      element('div', { class: 'section-title' }, element('h2', {}, t('Folds')), choice.element, shown.exporting),
      shown.element,
      note,
    ),
  );
  const content = memo((summary: NetworkSummary) => ({ rows: rowsOf(summary), columns: columnsOf(app, summary) }));
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      node.hidden = !summary;
      if (!summary) return;
      choice.update();
      const [first] = summary.folds;
      note.textContent = [
        app.document.results?.result.description,
        first && t('{0} parameters', count(first.parameters)),
        t('measured with the network that is kept, without augmentation and dropout'),
      ]
        .filter(Boolean)
        .join(' · ');
      shown.update({ ...content(summary), sort: sortingOf(app, 'folds').sort });
    },
  };
}

function rowsOf({ folds: all, mean, deviation }: NetworkSummary): Row[] {
  const own = all.map((fold): Row => ({
    name: String(fold.fold),
    fold,
    value: (part, measure) => fold[part]?.[measure] ?? null,
  }));
  if (all.length < 2) return own;
  const over = (name: string, values: Readonly<Record<string, number>>): Row => ({
    name,
    fold: null,
    value: (part, measure) => values[`${LABELS[measure]} (${part})`] ?? null,
  });
  return [...own, over(t('mean'), mean), over(t('deviation'), deviation)];
}

/** As the tables of the results name them. */
const LABELS: Readonly<Record<keyof Measures, string>> = { f1: 'F1', accuracy: 'Accuracy', loss: 'Loss' };

const textOf = (measure: keyof Measures, value: number | null): string =>
  value === null ? '—' : measure === 'accuracy' ? percent(value) : figure(value);

function columnsOf(app: TrainingApp, { folds: all }: NetworkSummary): TableColumn<Row>[] {
  const partNames: Readonly<Record<Part, string>> = {
    validation: t('validation'),
    training: t('training'),
    test: t('test'),
  };
  const measureNames: Readonly<Record<keyof Measures, string>> = {
    f1: t('F1'),
    accuracy: t('Accuracy'),
    loss: t('Loss'),
  };
  const parts = (['validation', 'training', 'test'] as const).filter((part) =>
    all.every((fold) => fold[part] !== null),
  );
  const measures = ['f1', 'accuracy', 'loss'] as const;
  const hints: Readonly<Record<keyof Measures, string>> = {
    f1: t('Macro average over the classes that occur'),
    accuracy: t('Share of inputs whose class is the one predicted'),
    loss: t('Cross-entropy'),
  };
  return [
    {
      key: 'fold',
      title: t('Fold'),
      value: ({ name }) => name,
      cell: ({ name, fold }) => element('span', { class: fold ? null : 'strong' }, name),
    },
    {
      key: 'model',
      title: t('Model'),
      value: ({ fold }) => fold?.model ?? null,
      cell: ({ fold }) => (fold ? usesOf(app, fold) : ''),
    },
    ...measures.flatMap((measure) =>
      parts.map((part): TableColumn<Row> => ({
        key: `${measure} ${part}`,
        title: `${measureNames[measure]}, ${partNames[part]}`,
        hint: hints[measure],
        better: measure === 'loss' ? 'lower' : 'higher',
        numeric: true,
        value: ({ value }) => value(part, measure),
        cell: ({ value, fold }) =>
          element('span', { class: fold ? null : 'strong' }, textOf(measure, value(part, measure))),
      })),
    ),
    {
      key: 'epoch',
      title: t('Epoch'),
      hint: t('The epoch whose network is kept, of those there were'),
      numeric: true,
      value: ({ fold }) => fold?.keptEpoch ?? null,
      cell: ({ fold }) => (fold ? t('{0} of {1}', fold.keptEpoch, fold.epochs) : ''),
    },
  ];
}

function usesOf(app: TrainingApp, { model, fold }: FoldResult): HTMLElement {
  const use = (label: string, name: string, how: ModelUse): HTMLElement =>
    element(
      'button',
      { class: 'link', 'aria-label': name, title: name, onclick: () => app.post({ kind: 'use', model, use: how }) },
      label,
    );
  return element(
    'span',
    { class: 'fold-uses' },
    use(t('Explain'), t('Explain with the model of fold {0}', fold), 'explain'),
    use(t('Evaluate'), t('Evaluate the model of fold {0}', fold), 'evaluate'),
    use(t('Filters'), t('Show the filters of fold {0}', fold), 'filters'),
  );
}
