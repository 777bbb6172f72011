import { wrapped } from '../../protocol/wrapping';
import { tableSize } from '../draw/palette';
import type { TileAtlas } from '../draw/tiles';
import { figure } from '../ui/format';
import type { Cell } from './content';
import type { Key } from './legend';
import { between, layoutOf } from './layout';

/** A sheet of at most so many cells: an image of thousands would be too large to open. */
const mostCells = 1024;
const paper = '#ffffff';
const ink = '#333333';
const margin = 8;
const font = '11px sans-serif';
const lineHeight = 16;

export interface SheetOptions {
  /** What is shown and what it is of: stands above, so that the image can be read by itself. */
  readonly title: string;
  readonly cells: readonly (Cell | undefined)[];
  readonly atlases: readonly TileAtlas[];
  readonly size: number;
  readonly columns?: number;
  readonly legend?: Key;
}

/** All cells with their captions and the legend below, black on white, as an image to keep. */
export function drawSheet({ title, cells: all, atlases, size, columns, legend }: SheetOptions): HTMLCanvasElement {
  const cells = all.slice(0, mostCells);
  const source = atlases[0].source;
  const shape = { cells: cells.length, images: atlases.length, aspect: source.height / source.width, captions: true };
  const layout = layoutOf({ ...shape, columns: columns ?? Math.ceil(Math.sqrt(cells.length)) }, size, 0);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.font = font;
  const heading = wrapped(title, Math.ceil(layout.width) - 2 * margin, (part) => context.measureText(part).width);
  const top = margin + heading.length * lineHeight;
  const foot = top + Math.ceil(layout.height);
  Object.assign(canvas, { width: Math.ceil(layout.width), height: foot + (legend ? 48 : 0) });
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // A canvas of another size has forgotten its font.
  context.font = font;
  context.fillStyle = ink;
  heading.forEach((line, i) => context.fillText(line, margin, margin + (i + 1) * lineHeight - 4));
  cells.forEach((cell, at) => {
    if (!cell) return;
    const [x, y] = [
      margin + (at % layout.columns) * layout.pitch.x,
      top + margin + Math.floor(at / layout.columns) * layout.pitch.y,
    ];
    atlases.forEach((atlas, k) =>
      atlas.draw(
        context,
        cell.tile,
        x + k * (layout.image.width + between),
        y,
        layout.image.width,
        layout.image.height,
      ),
    );
    context.fillStyle = ink;
    context.fillText(cell.caption ?? '', x, y + layout.image.height + 12, layout.pitch.x - margin);
  });
  if (legend) drawLegend(context, legend, foot, Math.min(256, canvas.width - 2 * margin));
  return canvas;
}

function drawLegend(context: CanvasRenderingContext2D, { table, low, high }: Key, top: number, width: number): void {
  for (let x = 0; x < width; x++) {
    const at = 3 * Math.round((x / (width - 1)) * (tableSize - 1));
    context.fillStyle = `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
    context.fillRect(margin + x, top, 1, 12);
  }
  context.fillStyle = ink;
  context.fillText(figure(low), margin, top + 26);
  context.textAlign = 'right';
  context.fillText(figure(high), margin + width, top + 26);
  context.textAlign = 'left';
}

/** A canvas as the bytes of a PNG file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
}
