import type { NetworkSummary } from '../../protocol/training-result';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { count, figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table, type TableColumn } from '../ui/table';
import { sortingOf, type TrainingApp } from './app';

/** Several networks side by side. */
export function networksTable(app: TrainingApp): Component {
  const shown = table<NetworkSummary>({
    label: t('Networks side by side'),
    name: 'networks',
    onSort: (sort) => sortingOf(app, 'networks').onSort(sort),
    post: app.post,
  });
  const node = roving(
    element(
      'section',
      { class: 'block', 'aria-label': t('Networks side by side') },
      element('div', { class: 'section-title' }, element('h2', {}, t('Networks side by side')), shown.exporting),
      shown.element,
    ),
  );
  const columns = memo((rows: readonly NetworkSummary[]) => columnsOf(app, rows));
  return {
    element: node,
    update() {
      const { run, results } = app.document;
      const rows = results?.result.networks ?? [];
      node.hidden = run !== null || rows.length < 2;
      if (!node.hidden) shown.update({ rows, columns: columns(rows), sort: sortingOf(app, 'networks').sort });
    },
  };
}

function columnsOf(app: TrainingApp, rows: readonly NetworkSummary[]): TableColumn<NetworkSummary>[] {
  const measure = (label: string, title: string, better: 'higher' | 'lower', text: (value: number) => string) => {
    const values = rows.map(({ mean }) => mean[label] ?? NaN);
    const best = better === 'higher' ? Math.max(...values) : Math.min(...values);
    return {
      key: label,
      title,
      better,
      numeric: true,
      value: ({ mean }: NetworkSummary) => mean[label] ?? null,
      cell: ({ mean, deviation, folds }: NetworkSummary) =>
        element(
          'span',
          {},
          element('span', { class: mean[label] === best ? 'best' : null }, text(mean[label])),
          folds.length > 1 && element('span', { class: 'interval' }, `± ${text(deviation[label])}`),
        ),
      more: { deviation: ({ deviation }: NetworkSummary) => deviation[label] ?? null },
    };
  };
  const test = rows.every(({ mean }) => 'Accuracy (test)' in mean);
  return [
    {
      key: 'network',
      title: t('Network'),
      value: ({ network }) => network,
      cell: ({ network }) =>
        element('button', { class: 'link', onclick: () => app.setView({ network, fold: null, cell: null }) }, network),
    },
    {
      key: 'parameters',
      title: t('Parameters'),
      numeric: true,
      value: ({ folds }) => folds[0]?.parameters ?? null,
      cell: ({ folds }) => count(folds[0]?.parameters ?? 0),
    },
    measure('Accuracy (validation)', t('Accuracy, validation'), 'higher', percent),
    measure('F1 (validation)', t('F1, validation'), 'higher', figure),
    measure('Loss (validation)', t('Loss, validation'), 'lower', figure),
    ...(test
      ? [
          measure('Accuracy (test)', t('Accuracy, test'), 'higher', percent),
          measure('F1 (test)', t('F1, test'), 'higher', figure),
        ]
      : []),
  ];
}
