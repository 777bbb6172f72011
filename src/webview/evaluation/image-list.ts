import { element, setAttribute } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { nextSort, type TableColumn } from '../ui/table';
import { methodIndex, modelIndex, sortingOf, type EvaluationApp } from './app';
import type { ImageColumn } from './ordering';
import { explainAt, isOfClasses, truthOf, type Listed } from './selection';
import { thumbnail } from './thumbnail';
import { virtualRows } from './virtual-rows';

const rowHeight = 44;

/** The rows of the inputs; only those in sight exist. */
export function imageList(app: EvaluationApp) {
  const head = element('div', { class: 'image-row image-head', role: 'row' });
  const rows = element('div', { class: 'image-rows', role: 'rowgroup' });
  const spacer = element('div', { class: 'image-spacer' }, rows);
  const empty = element('p', { class: 'quiet image-none' }, t('No input matches.'));
  const node = element(
    'div',
    { class: 'image-list', role: 'table', 'aria-label': t('Inputs'), tabindex: 0 },
    element('div', { role: 'rowgroup' }, head),
    spacer,
    empty,
  );
  let listed: Listed | undefined;
  let active = 0;
  let headShown: unknown[] = [];
  const total = (): number => listed?.order.length ?? 0;
  const virtual = virtualRows(
    { box: node, spacer, rows, covered: () => head.offsetHeight },
    {
      height: () => rowHeight,
      count: total,
      key: (at) => String(listed?.order[at]),
      make: (at) => rowOf(app, listed!, at),
    },
  );

  function move(to: number): void {
    active = Math.max(0, Math.min(total() - 1, to));
    virtual.reveal(active);
    rows.querySelector<HTMLElement>(`[aria-rowindex="${active + 2}"] button`)?.focus({ preventScroll: true });
  }
  node.addEventListener('scroll', virtual.draw, { passive: true });
  new ResizeObserver(virtual.draw).observe(node);
  node.addEventListener('focusin', ({ target }) => {
    const row = (target as HTMLElement).closest('[aria-rowindex]');
    if (row) active = Number(row.getAttribute('aria-rowindex')) - 2;
  });
  node.addEventListener('keydown', (event) => {
    const inside = rows.contains(document.activeElement);
    const to = {
      ArrowDown: inside ? active + 1 : active,
      ArrowUp: active - 1,
      PageDown: active + virtual.page(),
      PageUp: active - virtual.page(),
      Home: 0,
      End: total() - 1,
    }[event.key];
    if (to === undefined || head.contains(document.activeElement)) return;
    event.preventDefault();
    move(to);
  });
  return {
    element: node,
    /** Holds the place of rows to come. */
    wait(count: number): void {
      if (listed) return;
      virtual.reserve(count);
      empty.hidden = true;
    },
    update(next: Listed): void {
      const again = next.order !== listed?.order || next.columns !== listed.columns;
      listed = next;
      const { sort } = sortingOf(app, 'images');
      const columns = next.metrics.map(({ key }) => key).join('\n');
      if (headShown[0] !== columns || headShown[1] !== sort) head.replaceChildren(...headings(app, next));
      if (again || headShown[0] !== columns || headShown[2] !== next.metrics) rows.replaceChildren();
      headShown = [columns, sort, next.metrics];
      node.classList.toggle('of-numbers', !isOfClasses(next.columns));
      setAttribute(node, 'aria-rowcount', total() + 1);
      node.style.setProperty('--metrics', String(next.metrics.length));
      virtual.reserve();
      empty.hidden = total() > 0;
      if (again) {
        active = 0;
        node.scrollTop = 0;
      }
      virtual.draw();
    },
  };
}

function headings(app: EvaluationApp, { columns, metrics }: Listed): HTMLElement[] {
  const { sort, onSort } = sortingOf(app, 'images');
  const column = (
    { key, title, hint, better }: Pick<ImageColumn, 'key' | 'title' | 'hint' | 'better'>,
    numeric: boolean,
  ): HTMLElement => {
    const order = sort?.key === key ? (sort.descending ? 'descending' : 'ascending') : null;
    const arrow = better === 'higher' ? ' ↑' : better === 'lower' ? ' ↓' : '';
    const pressed = (): void =>
      onSort(nextSort({ key, title, numeric, better, value: () => null } satisfies TableColumn<never>, sort));
    const mark = element(
      'span',
      { class: 'table-order', 'aria-hidden': 'true' },
      order === 'descending' ? '▾' : order ? '▴' : '',
    );
    return element(
      'span',
      { role: 'columnheader', class: numeric ? 'numeric' : null, 'aria-sort': order },
      element(
        'button',
        { class: 'table-sort', title: [title, hint].join('\n'), onclick: pressed },
        `${title}${arrow}`,
        mark,
      ),
    );
  };
  const all = [
    element('span', { role: 'columnheader' }, element('span', { class: 'unseen' }, t('Image'))),
    column({ key: 'name', title: t('Input'), hint: t('In the order of the folder'), better: 'none' }, false),
    isOfClasses(columns) && element('span', { role: 'columnheader', class: 'quiet' }, t('True → predicted')),
    ...metrics.map((metric) => column(metric, true)),
  ];
  return all.filter((heading) => heading !== false);
}

function rowOf(app: EvaluationApp, listed: Listed, at: number): HTMLElement {
  const { columns, metrics, order } = listed;
  const n = order[at];
  const name = columns.names[n];
  const explain = (): void => explainAt(app, listed, at, { model: modelIndex(app), method: methodIndex(app) });
  const press = element('button', { class: 'link image-name', title: t('Explain {0}', name), onclick: explain }, name);
  const { text, truth, predicted, wrong } = truthOf(columns, n);
  const row = element(
    'div',
    { class: wrong ? 'image-row wrong' : 'image-row', role: 'row', 'aria-rowindex': at + 2 },
    element('span', { role: 'cell', onclick: explain }, thumbnail(app, name)),
    element('span', { role: 'cell', class: 'image-cell' }, press),
    isOfClasses(columns) &&
      element(
        'span',
        { role: 'cell', class: 'image-cell', title: text },
        ...(wrong ? [truth, `→ ${predicted}`] : [predicted]).map((line, i) =>
          element(
            'span',
            { class: 'truth-line', title: text },
            wrong && i === 0 && element('span', { class: 'wrong-mark', 'aria-label': t('wrong') }, '✗ '),
            line,
          ),
        ),
      ),
    ...metrics.map((metric) =>
      element('span', { role: 'cell', class: 'numeric figure' }, numberOf(app, metric, { name, n })),
    ),
  );
  row.style.blockSize = `${rowHeight}px`;
  return row;
}

/** A number, which leads to what the metric did where it shows that. */
function numberOf(
  app: EvaluationApp,
  { title, values, text: textOf = figure, evidence }: ImageColumn,
  { name, n }: { readonly name: string; readonly n: number },
): HTMLElement | string {
  const value = values[n];
  if (Number.isNaN(value)) return '—';
  const text = textOf(value);
  if (evidence === undefined) return text;
  const label = t('{0} of {1}: what the metric did', title, name);
  const onclick = (): void => app.showEvidence(name, evidence);
  return element('button', { class: 'link', title: label, 'aria-label': `${text}, ${label}`, onclick }, text);
}
