import { readableOn } from '../draw/contrast';
import type { Viewport } from '../draw/viewport';

/** A cell of the confusion matrix, a whole row, or a whole column. */
export interface ConfusionCell {
  readonly label: number | null;
  readonly predicted: number | null;
}

/** Counts of true (rows) against predicted (columns) classes. */
export interface Matrix {
  readonly names: readonly string[];
  readonly size: number;
  /** size × size, row by row. */
  readonly counts: Int32Array;
  /** Inputs per true class. */
  readonly support: Int32Array;
  /** The most frequent mistakes. */
  confused(most: number): readonly { readonly row: number; readonly column: number; readonly count: number }[];
  cellAt(canvas: HTMLCanvasElement, event: MouseEvent, viewport: Viewport): { row: number; column: number } | null;
}

export interface MatrixView {
  readonly viewport: Viewport;
  readonly cursor: { readonly row: number; readonly column: number } | null;
  readonly chosen: ConfusionCell | null;
}

/** Cells from this many pixels on hold their count. */
const numbered = 22;
/** Cells from this many pixels on are told to be of the diagonal by a frame. */
const framed = 6;
/** Below a share of one in four a cell is pale; without bending the scale it would not be seen at all. */
const bend = 0.6;
const faintest = 0.12;

/** Of a cell, by its share of the true class. */
export const opacityOf = (share: number): number => faintest + (1 - faintest) * share ** bend;
const dataColor = (style: CSSStyleDeclaration): string => style.getPropertyValue('--accent-data').trim() || style.color;

const tiles = new WeakMap<Matrix, Map<string, HTMLCanvasElement>>();

/**
 * Draws the visible part: the colour is the share of the true class, so that rare classes show as well as frequent
 * ones.
 */
export function drawMatrix(canvas: HTMLCanvasElement, matrix: Matrix, view: MatrixView): void {
  const { clientWidth: side } = canvas;
  const ratio = window.devicePixelRatio;
  const context = canvas.getContext('2d');
  if (!context || side === 0) return;
  canvas.width = canvas.height = Math.round(side * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  const cell = (side * view.viewport.zoom) / matrix.size;
  // What is smaller than a pixel is drawn by the largest of its neighbours, so that no single mistake is lost.
  const pool = Math.max(1, Math.ceil(1 / (cell * ratio)));
  const { x, y } = view.viewport.toCanvas({ u: 0, v: 0 });
  const tile = tileOf(matrix, pool, dataColor(style));
  context.imageSmoothingEnabled = false;
  context.drawImage(tile, x * side, y * side, tile.width * pool * cell, tile.height * pool * cell);
  if (cell >= numbered) drawCounts(context, matrix, { view, side, cell, style });
  if (cell >= framed) drawDiagonal(context, matrix, { view, side, cell, color: style.color });
  for (const [mark, color] of [
    [view.chosen, style.getPropertyValue('--vscode-focusBorder')],
    [view.cursor && { label: view.cursor.row, predicted: view.cursor.column }, style.color],
  ] as const) {
    if (mark) outline(context, matrix, mark, { view, side, cell, color });
  }
}

/** size / pool squares, each the largest share within. */
function tileOf(matrix: Matrix, pool: number, color: string): HTMLCanvasElement {
  const known = tiles.get(matrix) ?? new Map<string, HTMLCanvasElement>();
  tiles.set(matrix, known);
  const key = `${pool} ${color}`;
  const tile = known.get(key) ?? paintTile(matrix, pool, color);
  known.set(key, tile);
  return tile;
}

function paintTile({ size, counts, support }: Matrix, pool: number, color: string): HTMLCanvasElement {
  const side = Math.ceil(size / pool);
  const shares = new Float32Array(side * side);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const count = counts[row * size + column];
      if (count === 0) continue;
      const at = Math.floor(row / pool) * side + Math.floor(column / pool);
      shares[at] = Math.max(shares[at], count / support[row]);
    }
  }
  const tile = document.createElement('canvas');
  tile.width = tile.height = side;
  const context = tile.getContext('2d');
  if (!context) return tile;
  context.fillStyle = color;
  context.fillRect(0, 0, side, side);
  const image = context.getImageData(0, 0, side, side);
  for (let i = 0; i < shares.length; i++)
    image.data[4 * i + 3] = shares[i] > 0 ? Math.round(255 * opacityOf(shares[i])) : 0;
  context.putImageData(image, 0, 0);
  return tile;
}

interface Place {
  readonly view: MatrixView;
  readonly side: number;
  readonly cell: number;
}

function drawCounts(
  context: CanvasRenderingContext2D,
  { size, counts, support }: Matrix,
  { view, side, cell, style }: Place & { style: CSSStyleDeclaration },
): void {
  const from = view.viewport.toImage(0, 0);
  const to = view.viewport.toImage(1, 1);
  const range = (low: number, high: number): [number, number] => [
    Math.max(0, Math.floor(low * size)),
    Math.min(size, Math.ceil(high * size)),
  ];
  const [[top, bottom], [left, right]] = [range(from.v, to.v), range(from.u, to.u)];
  const page = style.getPropertyValue('--vscode-editor-background');
  const color = dataColor(style);
  context.font = `${Math.min(13, Math.max(9, cell / 3))}px ${style.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const count = counts[row * size + column];
      if (count === 0) continue;
      const { x, y } = view.viewport.toCanvas({ u: (column + 0.5) / size, v: (row + 0.5) / size });
      context.fillStyle = readableOn({ color, page, opacity: opacityOf(count / support[row]) }, [style.color, page]);
      context.fillText(String(count), x * side, y * side, cell - 2);
    }
  }
}

/** Thin frames around the cells of what was predicted right, so that hits are told from errors. */
function drawDiagonal(
  context: CanvasRenderingContext2D,
  { size }: Matrix,
  { view, side, cell, color }: Place & { color: string },
): void {
  context.strokeStyle = color;
  context.lineWidth = 1;
  for (let k = 0; k < size; k++) {
    const { x, y } = view.viewport.toCanvas({ u: k / size, v: k / size });
    context.strokeRect(
      Math.round(x * side) + 0.5,
      Math.round(y * side) + 0.5,
      Math.floor(cell) - 1,
      Math.floor(cell) - 1,
    );
  }
}

/** A frame around a cell, or around a row or column of them. */
function outline(
  context: CanvasRenderingContext2D,
  { size }: Matrix,
  { label, predicted }: ConfusionCell,
  { view, side, cell, color }: Place & { color: string },
): void {
  const { x, y } = view.viewport.toCanvas({ u: (predicted ?? 0) / size, v: (label ?? 0) / size });
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.strokeRect(
    x * side + 1,
    y * side + 1,
    Math.max(2, (predicted === null ? size : 1) * cell - 2),
    Math.max(2, (label === null ? size : 1) * cell - 2),
  );
}
