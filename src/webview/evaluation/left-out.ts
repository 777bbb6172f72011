import type { SkippedInput } from '../../protocol/evaluation-summary';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { sortingOf, type EvaluationApp } from './app';

/** Rows shown; all are in skipped.csv. */
const most = 500;

/** Files that took no part, or not in all, and why. */
export function leftOut(app: EvaluationApp): Component {
  const columns: readonly TableColumn<SkippedInput>[] = [
    { key: 'name', title: t('File'), value: ({ name }) => name },
    { key: 'reason', title: t('Why'), value: ({ reason }) => reason },
  ];
  const shown = table<SkippedInput>({
    label: t('Left out'),
    name: 'left-out',
    onSort: (sort) => sortingOf(app, 'skipped').onSort(sort),
    post: app.post,
  });
  const first = memo((skipped: readonly SkippedInput[]) => skipped.slice(0, most));
  const summary = element('summary', {});
  const note = element('p', { class: 'quiet' });
  const node = element(
    'details',
    { class: 'block' },
    summary,
    element('div', { class: 'section-title' }, note, shown.exporting),
    shown.element,
  );
  return {
    element: node,
    update() {
      const skipped = app.document.results?.skipped ?? [];
      node.hidden = skipped.length === 0;
      setText(summary, skipped.length === 1 ? t('1 file left out') : t('{0} files left out', skipped.length));
      setText(note, skipped.length > most ? t('The first {0}; all are in skipped.csv.', most) : '');
      shown.update({ rows: first(skipped), columns, sort: sortingOf(app, 'skipped').sort });
    },
  };
}
