import type { FloatMap } from '../../protocol/raster';
import type { PaletteId } from '../../protocol/explain-document';
import type { SeenInput } from '../../protocol/metric-evidence';
import { paintHeatmap } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, toPlane } from '../draw/plane';
import { toCanvas } from '../draw/raster';
import { drawSignal } from '../draw/signal';
import { Viewport } from '../draw/viewport';
import { element } from '../ui/element';

/** The longer side of an image, enough for screens of double density. */
const side = 256;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A canvas that an image is drawn on, and its name for those who do not see it. */
export function imageCanvas(label: string): HTMLCanvasElement {
  return element('canvas', { class: 'evidence-image', role: 'img', 'aria-label': label, title: label });
}

function sized(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const scale = side / Math.max(width, height);
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  return canvas.getContext('2d');
}

/** An input as it is; of a volume nothing is drawn. */
export function drawInput(canvas: HTMLCanvasElement, { image, signal }: SeenInput): void {
  const context = sized(canvas, image ?? { width: 2, height: 1 });
  if (!context) return;
  const { width, height } = canvas;
  context.imageSmoothingEnabled = image !== null && image.width > width;
  context.imageSmoothingQuality = 'high';
  if (image) context.drawImage(toCanvas(image), 0, 0, width, height);
  if (!signal) return;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  drawSignal(context, signal, null, { viewport: new Viewport(), width, height, ink: '#000000' });
}

/** A map by itself, or over an input. */
export function drawMap(
  canvas: HTMLCanvasElement,
  map: FloatMap,
  palette: PaletteId,
  input: SeenInput = { image: null, signal: null },
): void {
  const plane = toPlane({ ...map, dims: map.dims.length === 1 ? [1, ...map.dims] : map.dims });
  const coloring = {
    palette: paletteOf(palette),
    view: 'signed' as const,
    signed: plane.values.some((value) => value < 0),
    range: rangeOf(plane, 'signed', true),
    low: floorOf(plane, 'signed'),
    opacity: input.image ? 0.7 : 1,
  };
  if (input.image) drawInput(canvas, input);
  const context = input.image
    ? canvas.getContext('2d')
    : sized(canvas, plane.height > 1 ? plane : { width: 2, height: 1 });
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(paintHeatmap(plane, coloring), 0, 0, canvas.width, canvas.height);
}

/** Positions in the colours of a table, by a number for each; 0 stays as it is. */
export function drawKinds(
  canvas: HTMLCanvasElement,
  kinds: ArrayLike<number>,
  [height, width]: readonly [number, number],
  colors: readonly (readonly number[])[],
): void {
  const context = sized(canvas, height > 1 ? { width, height } : { width: 2, height: 1 });
  if (!context) return;
  const image = new ImageData(width, height);
  for (let p = 0; p < width * height; p++) image.data.set([...colors[kinds[p]], 255], 4 * p);
  const own = document.createElement('canvas');
  Object.assign(own, { width, height });
  own.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(own, 0, 0, canvas.width, canvas.height);
}
