import { csvLines } from '../../protocol/csv';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { exportMenu } from '../ui/table';
import { button } from '../ui/toolkit';
import { modelIndex, summaryOf, type EvaluationApp } from './app';
import { imageList } from './image-list';
import { isOfClasses, type Listed, type Selection } from './selection';

/** Maps of more inputs than this are not compared at once. */
const mostCompared = 200;

/** The numbers of every input that is shown: sorted by any of them, explained by a click. */
export function images(app: EvaluationApp, selection: Selection): Component {
  const compare = button({
    label: t('Compare maps'),
    title: t('Compare the maps of several methods on the inputs listed'),
    onClick: () => app.post({ kind: 'compare', names: comparedNames(), model: modelIndex(app) }),
  });
  const list = imageList(app);
  const failure = element('div', { role: 'alert' });
  const save = exportMenu(t('Inputs'), 'inputs', () => (current ? csvOf(current) : ''), app.post);
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Inputs') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Inputs')), compare, save),
    failure,
    list.element,
  );
  let current: Listed | null = null;
  const comparedNames = (): string[] =>
    current ? Array.from(current.order.subarray(0, mostCompared), (n) => (current as Listed).columns.names[n]) : [];
  return {
    element: node,
    update() {
      const summary = summaryOf(app);
      if (!summary) return;
      const { images: state } = app;
      failure.hidden = state.state !== 'error';
      if (state.state === 'error')
        failure.replaceChildren(headline(state.error), element('p', { class: 'quiet' }, state.error.next ?? ''));
      list.element.hidden = state.state === 'error';
      current = selection();
      if (!current) return list.wait(summary.images);
      list.update(current);
      compare.disabled = current.order.length === 0;
    },
  };
}

/** The rows as they are listed. */
function csvOf({ columns, metrics, order }: Listed): string {
  const { names, classes, label, predicted } = columns;
  const told = isOfClasses(columns) ? { label, predicted } : {};
  return csvLines([
    ['input', ...Object.keys(told), ...metrics.map(({ key }) => key)],
    ...Array.from(order, (n) => [
      names[n],
      ...Object.values(told).map((indices) => classes[indices[n]] ?? ''),
      ...metrics.map(({ values }) => values[n]),
    ]),
  ]);
}
