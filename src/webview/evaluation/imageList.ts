import { element, setAttribute } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { nextSort, type TableColumn } from '../ui/table';
import { modelIndex, imageOf, sortingOf, type EvaluationApp } from './app';
import type { ImageColumn, Listed } from './ordering';

const rowHeight = 44;
/** Rows made beyond the visible ones. */
const spare = 4;
/** A box taller than this is drawn wrongly by browsers; rows are then reached by a finer step of the scroll bar. */
const tallest = 8e6;

/** The rows of the inputs; only those in sight exist, so that fifty thousand open as fast as fifty. */
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
  const height = (): number => Math.min(tallest, total() * rowHeight);
  /** The row at the top, in rows. */
  const topRow = (): number =>
    total() * rowHeight <= tallest
      ? node.scrollTop / rowHeight
      : (node.scrollTop / Math.max(1, height() - node.clientHeight)) *
        Math.max(0, total() - node.clientHeight / rowHeight);

  function draw(): void {
    if (!listed) return;
    const top = topRow();
    const first = Math.max(0, Math.floor(top) - spare);
    const last = Math.min(total(), Math.ceil(top + node.clientHeight / rowHeight) + spare);
    const old = new Map([...rows.children].map((row) => [(row as HTMLElement).dataset.at, row as HTMLElement]));
    const focused = rows.contains(document.activeElement) ? active : -1;
    const next: HTMLElement[] = [];
    for (let at = first; at < last; at++) next.push(old.get(`${at}:${listed.order[at]}`) ?? rowOf(app, listed, at));
    rows.replaceChildren(...next);
    rows.style.transform = `translateY(${node.scrollTop + (first - top) * rowHeight}px)`;
    if (focused >= first && focused < last) buttonOf(next[focused - first])?.focus({ preventScroll: true });
  }
  function move(to: number): void {
    active = Math.max(0, Math.min(total() - 1, to));
    const [top, fit] = [topRow(), Math.floor((node.clientHeight - head.offsetHeight) / rowHeight)];
    if (active < top) node.scrollTop = active * rowHeight * (height() / (total() * rowHeight));
    else if (active > top + fit - 1)
      node.scrollTop = (active - fit + 1) * rowHeight * (height() / (total() * rowHeight));
    draw();
    const row = [...rows.children].find((one) => (one as HTMLElement).dataset.at?.startsWith(`${active}:`));
    buttonOf(row)?.focus({ preventScroll: true });
  }
  node.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(node);
  node.addEventListener('focusin', ({ target }) => {
    const at = (target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset.at;
    if (at) active = Number(at.split(':')[0]);
  });
  node.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(node.clientHeight / rowHeight) - 1);
    const inside = rows.contains(document.activeElement);
    const to = {
      ArrowDown: inside ? active + 1 : active,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
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
      spacer.style.blockSize = `${Math.min(tallest, count * rowHeight)}px`;
      empty.hidden = true;
    },
    update(next: Listed): void {
      const again = next.order !== listed?.order || next.columns !== listed.columns;
      listed = next;
      const { sort } = sortingOf(app, 'images');
      const columns = next.metrics.map(({ key }) => key).join('\n');
      if (headShown[0] !== columns || headShown[1] !== sort) head.replaceChildren(...headings(app, next.metrics));
      if (again || headShown[0] !== columns || headShown[2] !== next.metrics) rows.replaceChildren();
      headShown = [columns, sort, next.metrics];
      setAttribute(node, 'aria-rowcount', total() + 1);
      node.style.setProperty('--metrics', String(next.metrics.length));
      spacer.style.blockSize = `${height()}px`;
      empty.hidden = total() > 0;
      if (again) {
        active = 0;
        node.scrollTop = 0;
      }
      draw();
    },
  };
}

const buttonOf = (row: Element | undefined): HTMLElement | null => row?.querySelector<HTMLElement>('button') ?? null;

function headings(app: EvaluationApp, metrics: readonly ImageColumn[]): HTMLElement[] {
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
      element('button', { class: 'table-sort', title: hint, onclick: pressed }, `${title}${arrow}`, mark),
    );
  };
  return [
    element('span', { role: 'columnheader', 'aria-label': t('Image') }),
    column({ key: 'name', title: t('Input'), hint: t('In the order of the folder'), better: 'none' }, false),
    element('span', { role: 'columnheader', class: 'quiet' }, t('True → predicted')),
    ...metrics.map((metric) => column(metric, true)),
  ];
}

function rowOf(app: EvaluationApp, { columns, metrics, order }: Listed, at: number): HTMLElement {
  const n = order[at];
  const { names, classes, label, predicted } = columns;
  const name = names[n];
  const source = imageOf(app, name);
  const thumb = source
    ? element('img', { src: source, alt: '', loading: 'lazy', decoding: 'async', class: 'thumb' })
    : element('span', { class: 'thumb thumb-ending', 'aria-hidden': 'true' }, name.slice(name.lastIndexOf('.') + 1));
  const explain = (): void => app.post({ kind: 'explain', name, model: modelIndex(app) });
  const press = element('button', { class: 'link image-name', title: t('Explain {0}', name), onclick: explain }, name);
  const wrong = label[n] >= 0 && label[n] !== predicted[n];
  const truth =
    label[n] < 0
      ? classes[predicted[n]]
      : wrong
        ? `${classes[label[n]]} → ${classes[predicted[n]]}`
        : classes[label[n]];
  const row = element(
    'div',
    { class: wrong ? 'image-row wrong' : 'image-row', role: 'row', 'data-at': `${at}:${n}`, 'aria-rowindex': at + 2 },
    element('span', { role: 'cell', onclick: explain }, thumb),
    element('span', { role: 'cell', class: 'image-cell' }, press),
    element(
      'span',
      { role: 'cell', class: 'image-cell', title: truth },
      wrong && element('span', { class: 'wrong-mark', 'aria-label': t('wrong') }, '✗ '),
      truth,
    ),
    ...metrics.map(({ values, share }) =>
      element(
        'span',
        { role: 'cell', class: 'numeric figure' },
        Number.isNaN(values[n]) ? '—' : share ? percent(values[n]) : figure(values[n]),
      ),
    ),
  );
  row.style.blockSize = `${rowHeight}px`;
  return row;
}
