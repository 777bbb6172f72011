import type { Judgement } from '../../protocol/judgement';
import { tilesOf, type FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table, type TableColumn } from '../ui/table';
import { confusion } from '../confusion/confusion';
import { modelOf, sortingOf, type EvaluationApp } from './app';
import { estimates } from './estimates';
import { modelParts } from './model-parts';
import { numberText } from './number-text';
import {
  boxColumns,
  errorBar,
  errorButton,
  explainLink,
  wrongBoxes,
  type ErrorRow,
  type WrongBox,
} from './wrong-boxes';

type PartRow = Judgement['parts']['rows'][number];
type WorstRow = Judgement['worst']['images'][number];

/** What a model of another task than classes of whole inputs is judged by: its parts, its errors, its worst inputs. */
export function judgement(app: EvaluationApp): Component & FigurePart {
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
        cell: ({ values }) => numberText(values[k]),
      })),
    ],
  }));
  const errors = tablePart<ErrorRow>(app, 'errors', t('What is wrong'), ({ errors: rows }) => ({
    rows,
    columns: [
      { key: 'error', title: t('Error'), value: ({ label }) => label, cell: (row) => errorButton(app, row) },
      {
        key: 'count',
        title: t('Count'),
        numeric: true,
        value: ({ count }) => count,
        cell: (row) => errorBar(row, rows),
      },
      { key: 'meaning', title: t('Meaning'), value: ({ meaning }) => meaning },
    ],
  }));
  const boxes = tablePart<WrongBox>(app, 'boxes', t('Wrong boxes'), ({ errors: all }) => ({
    rows: wrongBoxes(app, all),
    columns: boxColumns(app),
  }));
  const worst = tablePart<WorstRow>(app, 'worst', t('Worst inputs'), ({ worst: { measure, images } }) => ({
    rows: images,
    columns: [
      { key: 'input', title: t('Input'), value: ({ name }) => name, cell: ({ name }) => explainLink(app, name) },
      {
        key: 'value',
        title: measure,
        numeric: true,
        value: ({ value }) => value,
        cell: ({ value }) => numberText(value),
      },
      { key: 'remark', title: t('Remark'), value: ({ remark }) => remark },
    ],
  }));
  const all: (Component & FigurePart)[] = [
    parts,
    modelParts(app),
    pixelConfusion(app),
    estimates(app),
    errors,
    boxes,
    worst,
  ];
  const node = element('div', { class: 'about' }, ...all.map((part) => part.element));
  return {
    element: node,
    update() {
      node.hidden = modelOf(app)?.judgement === undefined;
      for (const part of all) part.update();
    },
    tiles: async () => (node.hidden ? [] : tilesOf(all)),
  };
}

/** What pixels are taken for; there is no matrix where none is told. */
function pixelConfusion(app: EvaluationApp): Component & FigurePart {
  const node = element('div', { class: 'pixel-confusion' });
  let matrix: (Component & FigurePart) | undefined;
  return {
    element: node,
    update() {
      const confused = modelOf(app)?.judgement?.confusion ?? null;
      if (!matrix && confused) {
        matrix = confusion({
          confused: () => modelOf(app)?.judgement?.confusion ?? null,
          chosen: () => null,
          post: app.post,
        });
        node.append(matrix.element);
      }
      matrix?.update();
    },
    tiles: () => matrix?.tiles?.() ?? [],
  };
}

/** A table of the judgement; hidden where it has no rows. */
function tablePart<R>(
  app: EvaluationApp,
  name: string,
  label: string,
  of: (judgement: Judgement) => { readonly rows: readonly R[]; readonly columns: readonly TableColumn<R>[] },
): Component {
  const shown = table<R>({ label, name, onSort: (sort) => sortingOf(app, name).onSort(sort), post: app.post });
  const content = memo((judgement: Judgement, _error: string | null) => of(judgement));
  const node = roving(
    element(
      'section',
      { class: 'block', 'aria-label': label },
      element('div', { class: 'section-title' }, element('h2', {}, label), shown.exporting),
      shown.element,
    ),
  );
  return {
    element: node,
    update() {
      const found = modelOf(app)?.judgement;
      const filled = found ? content(found, app.view.error) : null;
      node.hidden = !filled || filled.rows.length === 0;
      if (filled) shown.update({ ...filled, sort: sortingOf(app, name).sort });
    },
  };
}
