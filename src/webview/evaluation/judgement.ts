import type { Judgement } from '../../protocol/judgement';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { modelOf, sortingOf, type EvaluationApp } from './app';

type PartRow = Judgement['parts']['rows'][number];
type ErrorRow = Judgement['errors'][number];
type WorstRow = Judgement['worst']['images'][number];

/** What a model of another task than classes of whole inputs is judged by: its parts, its errors, its worst inputs. */
export function judgement(app: EvaluationApp): Component {
  const parts = tablePart<PartRow>(app, 'parts', t('By class'), ({ parts: { heading, columns, rows } }) => ({
    rows,
    columns: [
      { key: 'name', title: heading, value: ({ name }) => name },
      ...columns.map(({ id, label, formula, better }, k): TableColumn<PartRow> => ({
        key: id,
        title: label,
        hint: formula,
        ...(better !== 'none' && { better }),
        numeric: true,
        value: ({ values }) => values[k],
        cell: ({ values }) => number(values[k]),
      })),
    ],
  }));
  const errors = tablePart<ErrorRow>(app, 'errors', t('What is wrong'), ({ errors: rows }) => ({
    rows,
    columns: [
      { key: 'error', title: t('Error'), value: ({ label }) => label },
      { key: 'count', title: t('Count'), numeric: true, value: ({ count }) => count },
      { key: 'meaning', title: t('Meaning'), value: ({ meaning }) => meaning },
    ],
  }));
  const worst = tablePart<WorstRow>(app, 'worst', t('Worst inputs'), ({ worst: { measure, images } }) => ({
    rows: images,
    columns: [
      { key: 'input', title: t('Input'), value: ({ name }) => name },
      { key: 'value', title: measure, numeric: true, value: ({ value }) => value, cell: ({ value }) => number(value) },
      { key: 'remark', title: t('Remark'), value: ({ remark }) => remark },
    ],
  }));
  const all = [parts, errors, worst];
  const node = element('div', { class: 'about' }, ...all.map((part) => part.element));
  return {
    element: node,
    update() {
      node.hidden = modelOf(app)?.judgement === undefined;
      for (const part of all) part.update();
    },
  };
}

const number = (value: number | null): string =>
  value === null ? '—' : Number.isInteger(value) ? String(value) : figure(value);

/** A table of the judgement; hidden where it has no rows. */
function tablePart<R>(
  app: EvaluationApp,
  name: string,
  label: string,
  of: (judgement: Judgement) => { readonly rows: readonly R[]; readonly columns: readonly TableColumn<R>[] },
): Component {
  const shown = table<R>({ label, name, onSort: (sort) => sortingOf(app, name).onSort(sort), post: app.post });
  const content = memo(of);
  const node = element(
    'section',
    { class: 'block', 'aria-label': label },
    element('div', { class: 'section-title' }, element('h2', {}, label), shown.exporting),
    shown.element,
  );
  return {
    element: node,
    update() {
      const found = modelOf(app)?.judgement;
      const filled = found ? content(found) : null;
      node.hidden = !filled || filled.rows.length === 0;
      if (filled) shown.update({ ...filled, sort: sortingOf(app, name).sort });
    },
  };
}
