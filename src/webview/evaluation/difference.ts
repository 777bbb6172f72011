import type { Change, ChangedImage, EvaluationDifference, MetricChange, ModelDifference } from '../../protocol/folder';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { button } from '../ui/toolkit';
import { sortingOf, summaryOf, type EvaluationApp } from './app';

/** What changed between the last two runs. */
export function difference(app: EvaluationApp): Component {
  const body = element('div', { class: 'difference' });
  const close = button({ label: t('Close'), onClick: () => app.post({ kind: 'difference' }) });
  const when = element('span', { class: 'quiet' });
  const node = element(
    'section',
    { class: 'block difference-box', 'aria-label': t('Compared with the last run') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Compared with the last run')), when, close),
    body,
  );
  let updates: (() => void)[] = [];
  const draw = memo((found: EvaluationDifference) => {
    const models = found.models.map((model) => modelBox(app, model));
    updates = models.flatMap((model) => model.updates);
    when.textContent = `${new Date(found.before.finished).toLocaleString()} → ${new Date(found.after.finished).toLocaleString()}`;
    body.replaceChildren(
      ...found.remarks.map((text) => element('p', { class: 'quiet' }, text)),
      ...models.map((model) => model.element),
    );
  });
  return {
    element: node,
    update() {
      const { difference: found } = app.document;
      node.hidden = !found;
      if (!found) return;
      draw(found);
      for (const update of updates) update();
    },
  };
}

function modelBox(app: EvaluationApp, model: ModelDifference): { element: HTMLElement; updates: (() => void)[] } {
  const measures = differenceTable<Change>(app, `${model.name} measures`, model.measures, []);
  const metrics = differenceTable<MetricChange>(app, `${model.name} metrics`, model.metrics, [
    { key: 'method', title: t('Method'), value: ({ method }) => method },
  ]);
  const file = model.changed
    ? t('The model has changed: {0} → {1}', ...model.hashes.map((hash) => hash.slice(0, 8)))
    : t('The model file is the same.');
  const counts = t(
    '{0} wrong became right, {1} right became wrong, of {2} inputs',
    model.mended.length,
    model.broken.length,
    model.images,
  );
  const node = element(
    'div',
    { class: 'difference-model' },
    element('p', {}, element('strong', {}, model.name), ' ', element('span', { class: 'quiet' }, file)),
    element('p', {}, counts),
    element(
      'div',
      { class: 'difference-lists' },
      imagesOf(app, model, model.mended, t('Wrong → right')),
      imagesOf(app, model, model.broken, t('Right → wrong')),
    ),
    element('div', { class: 'section-title' }, element('h3', {}, t('Predictions')), measures.exporting),
    measures.element,
    model.metrics.length > 0 &&
      element('div', { class: 'section-title' }, element('h3', {}, t('Explanations')), metrics.exporting),
    model.metrics.length > 0 && metrics.element,
  );
  return { element: node, updates: [measures.update, metrics.update] };
}

function differenceTable<C extends Change>(
  app: EvaluationApp,
  name: string,
  rows: readonly C[],
  first: readonly TableColumn<C>[],
) {
  const key = `difference ${name}`;
  const shown = table<C>({
    label: name,
    name: `difference-${name.replace(/\s+/g, '-')}`,
    onSort: (sort) => sortingOf(app, key).onSort(sort),
    post: app.post,
  });
  const change = ({ before, after }: C): number | null => (before === null || after === null ? null : after - before);
  const number = (value: number | null): string => (value === null ? '—' : figure(value));
  const columns: readonly TableColumn<C>[] = [
    ...first,
    {
      key: 'measure',
      title: t('Measure'),
      value: ({ label }) => label,
      cell: ({ label, unit, formula }) => element('span', { title: formula }, unit ? `${label} [${unit}]` : label),
    },
    {
      key: 'before',
      title: t('Before'),
      numeric: true,
      value: ({ before }) => before,
      cell: ({ before }) => number(before),
    },
    { key: 'after', title: t('After'), numeric: true, value: ({ after }) => after, cell: ({ after }) => number(after) },
    { key: 'change', title: t('Change'), numeric: true, value: change, cell: (row) => changeCell(row, change(row)) },
  ];
  return { ...shown, update: () => shown.update({ rows, columns, sort: sortingOf(app, key).sort }) };
}

/**
 * The change with its sign, its interval where inputs were paired, and in words for screen readers whether it is for
 * the better.
 */
function changeCell(row: Change, change: number | null): Node | string {
  if (change === null) return '—';
  const toBetter = change === 0 || row.better === 'none' ? null : change > 0 === (row.better === 'higher');
  const mark = toBetter === null ? '' : toBetter ? t('better') : t('worse');
  const { low = null, high = null } = 'difference' in row ? (row as MetricChange).difference : {};
  const interval =
    low !== null && high !== null && element('span', { class: 'interval' }, `${figure(low)} … ${figure(high)}`);
  const text = `${change > 0 ? '+' : ''}${figure(change)}`;
  return element(
    'span',
    { class: toBetter === null ? null : toBetter ? 'better' : 'worse' },
    text,
    interval,
    mark && element('span', { class: 'change-mark' }, mark),
  );
}

function imagesOf(
  app: EvaluationApp,
  { name: model }: ModelDifference,
  images: readonly ChangedImage[],
  title: string,
): HTMLElement | null {
  if (images.length === 0) return null;
  const index = (): number => Math.max(0, summaryOf(app)?.models.findIndex(({ name }) => name === model) ?? 0);
  const rows = images.slice(0, 100).map(({ name, label, before, after }) =>
    element(
      'li',
      {},
      element(
        'button',
        {
          class: 'link',
          title: t('Explain {0}', name),
          onclick: () =>
            app.post({ kind: 'explain', name, names: [name], truths: [label], method: null, model: index() }),
        },
        name,
      ),
      element('span', { class: 'quiet' }, ` ${label}: ${before} → ${after}`),
    ),
  );
  return element(
    'div',
    {},
    element('h3', {}, `${title} (${images.length})`),
    element('ul', { class: 'changed' }, ...rows),
  );
}
