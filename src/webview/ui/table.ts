import { csvLines } from '../../protocol/csv';
import type { PageToHost } from '../../protocol/page';
import { element, setAttribute } from './element';
import { icon } from './icons';
import { t } from './l10n';
import { menu, menuButton } from './menu';
import { roving } from './roving';

/** What a cell stands for: a number or a text to sort and to export by; null sorts last and is empty. */
export type CellValue = number | string | null;

export interface TableColumn<R> {
  /** Unique in the table; names the column in CSV. */
  readonly key: string;
  readonly title: string;
  /** What stands above this column and those beside it that have the same. */
  readonly group?: string;
  /** ↑ or ↓ where more or less is better. */
  readonly better?: 'higher' | 'lower' | 'none';
  readonly hint?: string;
  value(row: R): CellValue;
  /** What is shown; the value by default. */
  cell?(row: R): Node | string;
  /** Further columns of the export: an interval's ends. */
  readonly more?: Readonly<Record<string, (row: R) => CellValue>>;
  readonly numeric?: boolean;
}

export interface TableSort {
  readonly key: string;
  readonly descending: boolean;
}

export interface TableContent<R> {
  readonly columns: readonly TableColumn<R>[];
  readonly rows: readonly R[];
  readonly sort: TableSort | null;
}

/** How a page hands over what is to be copied or saved. */
type Post = (message: PageToHost) => void;

/** Sorts by clicks on the headings: first the way that puts the best on top, then the other, then as it came. */
export function nextSort<R>(column: TableColumn<R>, sort: TableSort | null): TableSort | null {
  const first = column.numeric === true && column.better !== 'lower';
  if (sort?.key !== column.key) return { key: column.key, descending: first };
  return sort.descending === first ? { key: column.key, descending: !first } : null;
}

function sorted<R>({ columns, rows, sort }: TableContent<R>): readonly R[] {
  const column = columns.find(({ key }) => key === sort?.key);
  if (!sort || !column) return rows;
  const sign = sort.descending ? -1 : 1;
  const place = rows.map((row, i) => ({ row, i, value: column.value(row) }));
  return place.sort((a, b) => compared(a.value, b.value, sign) || a.i - b.i).map(({ row }) => row);
}

function compared(a: CellValue, b: CellValue, sign: number): number {
  const [none, other] = [a, b].map((value) => value === null || Number.isNaN(value));
  if (none || other) return Number(none) - Number(other);
  return (
    sign *
    (typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true }))
  );
}

/** The rows as they are shown, with full precision. */
export function csvOf<R>(content: TableContent<R>): string {
  const fields = content.columns.flatMap(({ key, value, more }) => [
    { key, value },
    ...Object.entries(more ?? {}).map(([name, of]) => ({ key: `${key} ${name}`, value: of })),
  ]);
  return csvLines([
    fields.map(({ key }) => key),
    ...sorted(content).map((row) => fields.map(({ value }) => value(row))),
  ]);
}

export interface TableOptions<R> {
  /** Read by eye and by screen readers. */
  readonly label: string;
  /** Of the exported file, without its ending. */
  readonly name: string;
  onSort(sort: TableSort | null): void;
  readonly post: Post;
  /** Makes rows that do something when they are chosen. */
  rowAttributes?(row: R): Readonly<Record<string, string | boolean | null | ((event: never) => void)>>;
}

/** A table whose columns sort and which can be taken away as CSV. */
export function table<R>(options: TableOptions<R>) {
  const head = element('thead', {});
  const body = element('tbody', {});
  const node = roving(
    element(
      'div',
      { class: 'table-scroll', role: 'group', 'aria-label': options.label },
      element('table', { class: 'table' }, head, body),
    ),
  );
  let shown: TableContent<R> = { columns: [], rows: [], sort: null };

  function heading(column: TableColumn<R>): HTMLElement {
    const { key, title, hint, better, numeric } = column;
    const { sort } = shown;
    const order = sort?.key === key ? (sort.descending ? 'descending' : 'ascending') : null;
    const arrow = better === 'higher' ? ' ↑' : better === 'lower' ? ' ↓' : '';
    const say = [
      hint,
      better && better !== 'none' && (better === 'higher' ? t('Higher is better') : t('Lower is better')),
    ]
      .filter(Boolean)
      .join('\n');
    const mark = element(
      'span',
      { class: 'table-order', 'aria-hidden': 'true' },
      order === 'descending' ? '▾' : order ? '▴' : '',
    );
    const press = element(
      'button',
      { class: 'table-sort', title: say || null, onclick: () => options.onSort(nextSort(column, shown.sort)) },
      title,
      arrow && element('span', { class: 'quiet', 'aria-hidden': 'true' }, arrow),
      mark,
    );
    const th = element('th', { scope: 'col', class: numeric ? 'numeric' : null }, press);
    setAttribute(th, 'aria-sort', order);
    return th;
  }
  function update(content: TableContent<R>): void {
    if (content.rows === shown.rows && content.columns === shown.columns && content.sort === shown.sort) return;
    const focused = head.contains(document.activeElement)
      ? [...head.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement)
      : -1;
    shown = content;
    const groups = groupsOf(content.columns);
    head.replaceChildren(...(groups ? [groups] : []), element('tr', {}, ...content.columns.map(heading)));
    body.replaceChildren(...sorted(content).map((row) => line(row, content.columns, options)));
    head.querySelectorAll('button')[focused]?.focus();
  }
  const exporting = exportMenu(options.label, options.name, () => csvOf(shown), options.post);
  return { element: node, exporting, update };
}

/** A line of headings over several columns each; null where no column has one. */
function groupsOf(columns: readonly Pick<TableColumn<never>, 'group'>[]): HTMLElement | null {
  if (columns.every(({ group }) => group === undefined)) return null;
  const runs: { readonly name: string; span: number }[] = [];
  for (const { group = '' } of columns) {
    const last = runs.at(-1);
    if (last?.name === group) last.span++;
    else runs.push({ name: group, span: 1 });
  }
  const cells = runs.map(({ name, span }) =>
    name
      ? element('th', { scope: 'colgroup', colspan: span, class: 'table-group' }, name)
      : element('td', { colspan: span }),
  );
  return element('tr', { class: 'table-groups' }, ...cells);
}

function line<R>(row: R, columns: readonly TableColumn<R>[], { rowAttributes }: TableOptions<R>): HTMLElement {
  const cells = columns.map(({ numeric, value, cell }, i) => {
    const content = cell ? cell(row) : String(value(row) ?? '—');
    return i === 0
      ? element('th', { scope: 'row', class: numeric ? 'numeric' : null }, content)
      : element('td', { class: numeric ? 'numeric figure' : null }, content);
  });
  return element('tr', rowAttributes?.(row) ?? {}, ...cells);
}

/** A small menu: copy or save as CSV. */
export function exportMenu(label: string, name: string, csv: () => string, post: Post): HTMLElement {
  const trigger = menuButton({ label: t('CSV'), icon: icon('download'), title: t('Copy or save: {0}', label) });
  return menu(trigger, [
    { label: t('Copy as CSV'), run: () => post({ kind: 'copy', text: csv() }) },
    { label: t('Save as CSV'), run: () => post({ kind: 'saveFiles', files: [{ name: `${name}.csv`, text: csv() }] }) },
  ]);
}
