import type { EvaluationSummary } from '../../protocol/evaluation';
import type { ImageColumns } from '../../protocol/folder';
import type { Component } from '../ui/component';
import { segments, select } from '../ui/controls';
import { element, setText } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { exportMenu, type TableSort } from '../ui/table';
import { button, textField } from '../ui/toolkit';
import {
  methodIndex,
  modelIndex,
  sortingOf,
  summaryOf,
  type ConfusionCell,
  type EvaluationApp,
  type ImageFilter,
} from './app';
import { cellText } from './confusion';
import { imageList } from './imageList';
import { insideObject, metricColumns, orderOf, type ImageColumn, type Listed } from './ordering';

/** Maps of more inputs than this are not compared at once. */
const mostCompared = 200;

/** Every input under the model looked at: filtered, sorted by any number, explained by a click. */
export function images(app: EvaluationApp): Component {
  const method = select(t('Numbers of the method'), [], '', (value) => app.setView({ method: Number(value) }));
  const filters = element('div', {});
  const search = textField({
    label: t('Search inputs'),
    placeholder: t('Search inputs'),
    value: app.view.search,
    onInput: (text) => app.setView({ search: text }),
  });
  const chip = button({ label: '', onClick: () => app.setView({ cell: null }) });
  const triage = button({
    label: t('Triage'),
    title: t('Misclassified inputs, those whose attribution lies furthest outside the mask first'),
    onClick: () =>
      app.setView({
        filter: 'wrong',
        cell: null,
        sorts: { ...app.view.sorts, images: { key: triageKey, descending: false } },
      }),
  });
  const compare = button({
    label: t('Compare maps'),
    title: t('Compare the maps of several methods on the inputs listed'),
    onClick: () => app.post({ kind: 'compare', names: comparedNames(), model: modelIndex(app) }),
  });
  const counted = element('span', { class: 'quiet figure', role: 'status' });
  const list = imageList(app);
  const failure = element('div', { role: 'alert' });
  const save = exportMenu(t('Inputs'), 'inputs', () => (current ? csvOf(current) : ''), app.post);
  const bar = element(
    'div',
    { class: 'image-bar' },
    filters,
    triage,
    element('label', { class: 'labelled' }, element('span', { class: 'quiet' }, t('Method')), method),
    search,
    chip,
    counted,
    compare,
    save,
  );
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Inputs') },
    element('h2', {}, t('Inputs')),
    bar,
    failure,
    list.element,
  );
  let current: Listed | undefined;
  let triageKey = '';
  let filterShown = '';

  const comparedNames = (): string[] =>
    current ? Array.from(current.order.subarray(0, mostCompared), (n) => (current as Listed).columns.names[n]) : [];
  const order = memo(
    (
      columns: ImageColumns,
      filter: ImageFilter,
      cell: ConfusionCell | null,
      text: string,
      sort: TableSort | null,
      values: ArrayLike<number> | null,
    ) => orderOf(columns, { filter, cell, search: text, sort }, values),
  );
  const metrics = memo((summary: EvaluationSummary, columns: ImageColumns) =>
    columns.metrics.length > 0 ? metricColumns(summary, columns) : [],
  );

  function drawControls(summary: EvaluationSummary): void {
    const key = JSON.stringify([app.view.filter, summary.methods.map(({ name }) => name), methodIndex(app)]);
    if (key === filterShown) return;
    filterShown = key;
    const options = [
      { value: 'all', label: t('All'), title: t('All inputs') },
      { value: 'wrong', label: t('Wrong'), title: t('Misclassified inputs') },
      { value: 'right', label: t('Right'), title: t('Correctly classified inputs') },
    ];
    if (!filters.contains(document.activeElement))
      filters.replaceChildren(
        segments(t('Which inputs'), 'filter', options, app.view.filter, (filter) =>
          app.setView({ filter: filter as ImageFilter }),
        ),
      );
    method.replaceChildren(...summary.methods.map(({ name }, k) => element('option', { value: k }, name)));
    method.value = String(methodIndex(app));
    (method.parentElement as HTMLElement).hidden = summary.methods.length === 0;
  }
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      if (!summary) return;
      const { images: state, view } = app;
      drawControls(summary);
      failure.hidden = state.state !== 'error';
      if (state.state === 'error')
        failure.replaceChildren(headline(state.error), element('p', { class: 'quiet' }, state.error.next ?? ''));
      list.element.hidden = state.state === 'error';
      if (state.state !== 'done') return list.wait(summary.images);
      const columns = state.value;
      const own = metrics(summary, columns);
      const all: readonly ImageColumn[] = [probabilityColumn(columns), ...own];
      const { sort } = sortingOf(app, 'images');
      const values = all.find(({ key }) => key === sort?.key)?.values ?? null;
      current = { columns, metrics: all, order: order(columns, view.filter, view.cell, view.search, sort, values) };
      list.update(current);
      chip.hidden = view.cell === null;
      if (view.cell) setText(chip, `${cellText(view.cell, columns.classes)} ×`);
      triageKey = summary.columns.find(({ metric, part }) => metric === insideObject && part === null)?.name ?? '';
      triage.hidden = triageKey === '' || columns.label.every((label) => label < 0);
      filters.hidden = columns.label.every((label) => label < 0);
      setText(
        counted,
        t(
          '{0} of {1}',
          current.order.length.toLocaleString('en-US').replace(/,/g, '\u202f'),
          columns.names.length.toLocaleString('en-US').replace(/,/g, '\u202f'),
        ),
      );
      compare.disabled = current.order.length === 0;
    },
  };
}

function probabilityColumn({ probability }: ImageColumns): ImageColumn {
  return {
    key: 'probability',
    title: t('Probability'),
    hint: t('Probability of the predicted class'),
    better: 'none',
    values: probability,
    share: true,
  };
}

/** The rows as they are listed. */
function csvOf({ columns, metrics, order }: Listed): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const { names, classes, label, predicted } = columns;
  const lines = [['input', 'label', 'predicted', ...metrics.map(({ key }) => quoted(key))].join()];
  for (const n of order)
    lines.push(
      [
        quoted(names[n]),
        quoted(classes[label[n]] ?? ''),
        quoted(classes[predicted[n]] ?? ''),
        ...metrics.map(({ values }) => (Number.isNaN(values[n]) ? '' : values[n])),
      ].join(),
    );
  return `${lines.join('\n')}\n`;
}
