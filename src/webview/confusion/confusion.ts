import { csvLines, type CsvValue } from '../../protocol/csv';
import type { PageToHost } from '../../protocol/page';
import { navigate } from '../draw/navigation';
import { onTheme } from '../draw/theme';
import { Viewport } from '../draw/viewport';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { shortNames } from '../ui/short-names';
import { exportMenu } from '../ui/table';
import { CountedMatrix, type Confused } from './counted-matrix';
import { drawMatrix, type ConfusionCell, type Matrix } from './matrix';
import { matrixTile } from './matrix-tile';

/** Pairs of classes listed beside the matrix. */
const listed = 6;
/** Up to this many classes are named along the edges. */
const named = 20;
/** Pixels the pointer may move within a click. */
const still = 4;

export interface ConfusionOptions {
  /** Whose matrix it is, where a page has several. */
  readonly name?: string;
  /** What is shown now; the very same object while it does not change. Null hides the matrix. */
  confused(): Confused | null;
  chosen(): ConfusionCell | null;
  /** Lists the inputs of a cell; without it the matrix is only read. */
  choose?(cell: ConfusionCell | null): void;
  post(message: PageToHost): void;
}

/** Counts of true against predicted classes as a square heat map; a click on a cell lists its inputs. */
export function confusion(options: ConfusionOptions): Component & FigurePart {
  const viewport = new Viewport();
  const canvas = element('canvas', { class: 'matrix', tabindex: 0, role: 'img' });
  const rows = element('div', { class: 'matrix-rows', 'aria-hidden': 'true' });
  const columns = element('div', { class: 'matrix-columns', 'aria-hidden': 'true' });
  const readout = element('p', { class: 'figure matrix-readout', 'aria-live': 'polite' });
  const pairs = element('ul', { class: 'confused' });
  const save = exportMenu(t('Confusion matrix'), 'confusion', () => (matrix ? csvOf(matrix) : ''), options.post);
  const label = options.name === undefined ? t('Confusion matrix') : t('Confusion matrix of {0}', options.name);
  const node = roving(
    element(
      'section',
      { class: 'block confusion', 'aria-label': label },
      element('div', { class: 'section-title' }, element('h2', {}, t('Confusion matrix')), save),
      element('div', { class: 'matrix-box' }, rows, canvas, columns),
      readout,
      pairs,
    ),
  );
  let matrix: Matrix | undefined;
  let cursor: { row: number; column: number } | null = null;

  const draw = (): void => {
    if (matrix && node.isConnected && !node.hidden)
      drawMatrix(canvas, matrix, { viewport, cursor, chosen: options.chosen() });
  };
  const say = (): void =>
    setText(
      readout,
      matrix && cursor
        ? sentence(matrix, cursor)
        : [
            t('Rows are true classes, columns predicted ones; the diagonal is right.'),
            options.choose && t('Click a cell to list its inputs.'),
          ]
            .filter(Boolean)
            .join(' '),
    );
  const point = (next: typeof cursor): void => {
    if (next?.row === cursor?.row && next?.column === cursor?.column) return;
    cursor = next;
    say();
    draw();
  };
  const choose = (): void => {
    if (!cursor) return;
    const cell = options.chosen();
    const same = cell?.label === cursor.row && cell.predicted === cursor.column;
    options.choose?.(same ? null : { label: cursor.row, predicted: cursor.column });
  };
  const at = (event: MouseEvent): typeof cursor => (matrix ? matrix.cellAt(canvas, event, viewport) : null);
  canvas.addEventListener('pointermove', (event) => point(at(event)));
  canvas.addEventListener('pointerleave', () => point(null));
  let pressed = { x: 0, y: 0 };
  canvas.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => (pressed = { x, y }));
  canvas.addEventListener('click', (event) => {
    // Dragging moves a zoomed matrix and chooses nothing.
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > still) return;
    point(at(event));
    choose();
  });
  canvas.addEventListener('keydown', (event) => {
    const step = (
      { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] } as Readonly<
        Record<string, readonly [number, number]>
      >
    )[event.key];
    if (!matrix || (!step && event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!step) return choose();
    const within = (value: number): number => Math.max(0, Math.min((matrix as Matrix).size - 1, value));
    point(
      cursor ? { row: within(cursor.row + step[0]), column: within(cursor.column + step[1]) } : { row: 0, column: 0 },
    );
  });
  navigate(canvas, viewport);
  viewport.onChange(draw);
  new ResizeObserver(draw).observe(canvas);
  onTheme(draw);

  const take = memo((confused: Confused) => {
    matrix = new CountedMatrix(confused);
    cursor = null;
    viewport.reset();
    const names = matrix.size <= named ? matrix.names : [];
    const edge = names.map((name) => ({ name, short: shortNames(names)(name) }));
    rows.replaceChildren(...edge.map(({ name, short }) => element('span', { title: name }, short)));
    columns.replaceChildren(...edge.map(({ name, short }) => element('span', { title: name }, short)));
    const worst = matrix.confused(listed);
    pairs.replaceChildren(
      ...worst.map((cell) =>
        element(
          'li',
          {},
          pairOf(matrix as Matrix, cell, options.choose),
          element('span', { class: 'figure quiet' }, ` ${cell.count}`),
        ),
      ),
    );
    canvas.setAttribute(
      'aria-label',
      options.choose
        ? t('Confusion matrix of {0} classes; arrow keys move, Enter lists the inputs of a cell', matrix.size)
        : t('Confusion matrix of {0} classes; arrow keys move', matrix.size),
    );
    say();
  });
  return {
    element: node,
    update() {
      const confused = options.confused();
      node.hidden = !confused;
      if (!confused) return;
      take(confused);
      requestAnimationFrame(draw);
    },
    tiles: () => (matrix && !node.hidden ? [matrixTile(matrix, label)] : []),
  };
}

/** Two classes that are confused, which may be pressed where their inputs can be listed. */
function pairOf(
  { names }: Matrix,
  { row, column }: { readonly row: number; readonly column: number },
  choose: ConfusionOptions['choose'],
): HTMLElement {
  const shortOf = shortNames(names);
  const text = t('{0} taken for {1}', shortOf(names[row]), shortOf(names[column]));
  const title = t('{0} taken for {1}', names[row], names[column]);
  if (!choose) return element('span', { title }, text);
  return element('button', { class: 'link', title, onclick: () => choose({ label: row, predicted: column }) }, text);
}

function sentence({ names, counts, support, size }: Matrix, { row, column }: { row: number; column: number }): string {
  const count = counts[row * size + column];
  const share = support[row] > 0 ? count / support[row] : 0;
  return t('true {0}, predicted {1}: {2} ({3} of the class)', names[row], names[column], count, percent(share));
}

/** One line per pair that occurs. */
function csvOf({ names, counts, size }: Matrix): string {
  const lines: CsvValue[][] = [['true', 'predicted', 'inputs']];
  for (let i = 0; i < counts.length; i++)
    if (counts[i] > 0) lines.push([names[Math.floor(i / size)], names[i % size], counts[i]]);
  return csvLines(lines);
}

/** Words for a cell, a row or a column, for the filter of the list. */
export function cellText({ label, predicted }: ConfusionCell, names: readonly string[]): string {
  if (label === null) return t('predicted {0}', names[predicted ?? 0] ?? '');
  if (predicted === null) return t('true {0}', names[label] ?? '');
  return t('true {0}, predicted {1}', names[label] ?? '', names[predicted] ?? '');
}
