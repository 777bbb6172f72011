import type { FigureTile } from '../draw/figure';
import { readableOn } from '../draw/contrast';
import { legendBar } from '../draw/legend';
import { tableSize, type ColorTable, type Palette } from '../draw/palette';
import { shortNames } from '../ui/short-names';
import { t } from '../ui/l10n';
import { opacityOf, type Matrix } from './matrix';

/** Twice as wide as in the figure. */
const side = 640;
/** Up to this many classes are named along the edges, and their counts stand in the cells. */
const named = 20;
const [ink, paper] = ['#000000', '#ffffff'];
const data = [26, 111, 181] as const;
const family = 'system-ui, sans-serif';

/** Counts of true against predicted classes for a figure, black on white. */
export function matrixTile(matrix: Matrix, title: string): FigureTile {
  const image = document.createElement('canvas');
  image.width = image.height = side;
  const context = image.getContext('2d');
  const note = t('Rows are true classes, columns predicted ones; the diagonal is right.');
  const legend = {
    bar: legendBar({ palette: matrixPalette, view: 'signed', signed: false }),
    low: '0',
    high: '1',
    unit: t('share of the true class'),
  };
  if (!context) return { title, image, legend, note };
  context.fillStyle = paper;
  context.fillRect(0, 0, side, side);
  const edge = matrix.size <= named ? edgeOf(context, matrix) : 0;
  const cell = (side - edge) / matrix.size;
  drawCells(context, matrix, { edge, cell });
  context.strokeStyle = '#999999';
  if (edge > 0) {
    drawNames(context, matrix, { edge, cell });
    for (let k = 0; k < matrix.size; k++) context.strokeRect(edge + k * cell + 0.5, k * cell + 0.5, cell - 1, cell - 1);
  }
  context.strokeRect(edge + 0.5, 0.5, side - edge - 1, side - edge - 1);
  return { title, image, legend, note };
}

interface Place {
  /** Room for the names, on the left and below. */
  readonly edge: number;
  readonly cell: number;
}

const fontOf = ({ size }: Matrix): string => `${Math.min(26, Math.max(16, 320 / size))}px ${family}`;

/** As much as the longest name needs, a third of the side at most. */
function edgeOf(context: CanvasRenderingContext2D, matrix: Matrix): number {
  context.font = fontOf(matrix);
  const shortOf = shortNames(matrix.names);
  const longest = Math.max(...matrix.names.map((name) => context.measureText(shortOf(name)).width));
  return Math.min(side / 3, Math.ceil(longest) + 12);
}

function drawCells(context: CanvasRenderingContext2D, { size, counts, support }: Matrix, { edge, cell }: Place): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${Math.min(26, Math.max(12, cell / 3))}px ${family}`;
  const color = `rgb(${data.join(' ')})`;
  for (const [at, count] of counts.entries()) {
    if (count === 0) continue;
    const [x, y] = [edge + (at % size) * cell, Math.floor(at / size) * cell];
    const opacity = opacityOf(count / support[Math.floor(at / size)]);
    context.fillStyle = color;
    context.globalAlpha = opacity;
    // A cell smaller than a pixel is still seen.
    context.fillRect(x, y, Math.max(1, cell), Math.max(1, cell));
    context.globalAlpha = 1;
    if (edge === 0) continue;
    context.fillStyle = readableOn({ color, page: paper, opacity }, [ink, paper]);
    context.fillText(String(count), x + cell / 2, y + cell / 2, cell - 4);
  }
}

function drawNames(context: CanvasRenderingContext2D, matrix: Matrix, { edge, cell }: Place): void {
  const shortOf = shortNames(matrix.names);
  context.font = fontOf(matrix);
  context.fillStyle = ink;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const [k, name] of matrix.names.entries()) {
    const middle = (k + 0.5) * cell;
    context.fillText(shortOf(name), edge - 6, middle, edge - 8);
    context.save();
    context.translate(edge + middle, side - edge + 6);
    context.rotate(-Math.PI / 2);
    context.fillText(shortOf(name), 0, 0, edge - 8);
    context.restore();
  }
}

/** From paper to the colour of the data, as the cells are coloured by their share. */
const colors: ColorTable = Uint8ClampedArray.from({ length: 3 * tableSize }, (_, i) => {
  const share = Math.floor(i / 3) / (tableSize - 1);
  const opacity = share === 0 ? 0 : opacityOf(share);
  return Math.round(255 + (data[i % 3] - 255) * opacity);
});
const matrixPalette: Palette = { id: 'blue-red', diverging: colors, sequential: colors };
