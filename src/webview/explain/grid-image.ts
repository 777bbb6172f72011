import type { GridRow } from '../../protocol/map-grid';
import type { FloatMap, Raster } from '../../protocol/raster';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import type { Plane } from '../draw/plane';
import { drawPart } from '../draw/raster';
import { drawSignal } from '../draw/signal';
import { Viewport } from '../draw/viewport';
import { imageOf } from './stage';

/** What a cell shows: an input, and a map over it. */
export interface GridImage {
  readonly image: Raster | null;
  readonly signal: FloatMap | null;
  readonly map: { readonly plane: Plane; readonly coloring: Coloring } | null;
}

/** Cells show everything: they are not zoomed. */
const whole = new Viewport();
/** Of a drawing of a signal, in pixels. */
const signalSize = [240, 120] as const;

/** Draws an image at its own resolution; the page brings it to the size of the cell. */
export function drawGridImage(canvas: HTMLCanvasElement, { image, signal, map }: GridImage): void {
  const size = map?.plane ?? image;
  [canvas.width, canvas.height] = signal
    ? signalSize
    : [image?.width ?? size?.width ?? 1, image?.height ?? size?.height ?? 1];
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  if (signal) {
    const ink = getComputedStyle(canvas).color;
    return drawSignal(context, signal, map, { viewport: whole, width, height, ink });
  }
  if (image) drawPart(context, imageOf(image), whole, width, height);
  if (map) drawPart(context, paintHeatmap(map.plane, map.coloring), whole, width, height);
}

/** What a cell shows, by itself; null while it shows nothing. */
export function canvasOf({ image, signal }: GridRow, map: GridImage['map']): HTMLCanvasElement | null {
  if (!image && !signal && !map) return null;
  const canvas = document.createElement('canvas');
  drawGridImage(canvas, { image, signal, map });
  return canvas;
}
