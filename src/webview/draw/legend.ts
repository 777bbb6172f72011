import { diverges, type Coloring } from './heatmap';
import { tableSize, type ColorTable } from './palette';

/** The colour bar of a legend, `tableSize` × 1 pixels, to be stretched by CSS. */
export function paintLegend(canvas: HTMLCanvasElement, coloring: Pick<Coloring, 'palette' | 'view' | 'signed'>): void {
  paintTable(canvas, diverges(coloring) ? coloring.palette.diverging : coloring.palette.sequential);
}

/** The colour bar as a canvas of its own. */
export function legendBar(coloring: Parameters<typeof paintLegend>[1]): HTMLCanvasElement {
  const bar = document.createElement('canvas');
  paintLegend(bar, coloring);
  return bar;
}

/** The colours of a table from left to right, `tableSize` × 1 pixels. */
export function paintTable(canvas: HTMLCanvasElement, table: ColorTable): void {
  canvas.width = tableSize;
  canvas.height = 1;
  const image = new ImageData(tableSize, 1);
  for (let i = 0; i < tableSize; i++) image.data.set([table[i * 3], table[i * 3 + 1], table[i * 3 + 2], 255], i * 4);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Values at the legend's ends. The negative view shows sizes of negative values, so their sign is restored. */
export function legendValues({
  view,
  signed,
  range,
  low,
}: Pick<Coloring, 'view' | 'signed' | 'range' | 'low'>): readonly [number, number] {
  if (diverges({ view, signed })) return [-range, range];
  return [low, view === 'negative' ? -range : range];
}
