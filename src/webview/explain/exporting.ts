import { cardIdOf } from '../../protocol/cards';
import type { CardImage, ExportFormat, GridCellImage } from '../../protocol/explain-panel';
import { drawBoundaries } from '../draw/boundaries';
import { paintHeatmap } from '../draw/heatmap';
import { drawPart, toCanvas } from '../draw/raster';
import { drawSignal } from '../draw/signal';
import { drawTimeStrip } from '../draw/time-strip';
import { Viewport } from '../draw/viewport';
import type { Axis, Extent } from '../draw/volume';
import { figure } from '../ui/format';
import type { ExplainApp } from './app';
import { coloringOf } from './coloring';
import { cellColoring, columnsOf, planeOfCell } from './grid-column';
import { canvasOf } from './grid-image';
import { drawDetections, drawLabels } from './prediction-marks';
import { alongAxis } from './plane-app';
import { boundariesOf, planeOf, showsErrors } from './planes';
import { drawTarget } from './target-mark';
import { timeOf, wholeStrip } from './time-strip';
import { extentShown, imageShown, seesThree } from './volume';

/** Exported images are brought to at least this many pixels on the longer side. */
const imageSize = 512;
/** Between a map and its strip. */
const gap = 8;
/** Pixels of an exported map for one of the page. */
const density = 2;

/** All that is on screen: the cards of one image, or the maps of the grid. */
export function exportShown(app: ExplainApp, format: ExportFormat): Promise<void> {
  return app.view.layout === 'grid' ? exportGrid(app, format) : exportCards(app, format, null);
}

/** Draws the images the format asks for and hands them to the host, which writes all files. */
export async function exportCards(app: ExplainApp, format: ExportFormat, only: string | null): Promise<void> {
  const images: CardImage[] = [];
  for (const card of app.document.cards) {
    const id = cardIdOf(card);
    if (card.state !== 'done' || (only !== null && id !== only) || (format !== 'png' && format !== 'all')) continue;
    images.push({ card: id, png: await pngOf(app, id), ...(showsErrors(app, id) && { standardError: true }) });
  }
  app.post({ kind: 'export', format, card: only, images });
}

async function exportGrid(app: ExplainApp, format: ExportFormat): Promise<void> {
  const images: GridCellImage[] = [];
  if (format === 'png' || format === 'all')
    for (const [row, shown] of app.grid.rows.entries())
      for (const column of columnsOf(app)) {
        const plane = planeOfCell(shown.cells[column.id]);
        const canvas = plane && canvasOf(shown, { plane, coloring: cellColoring(app, column, plane) });
        if (canvas) images.push({ row, card: column.id, png: await bytesOf(canvas) });
      }
  app.post({ kind: 'gridExport', format, images });
}

async function pngOf(app: ExplainApp, id: string): Promise<Uint8Array> {
  return bytesOf(overlay(app, id));
}

async function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
}

/** The whole image under the map as it is shown now, whatever the zoom; where time is read, the map along it below. */
export function overlay(app: ExplainApp, id: string): HTMLCanvasElement {
  const canvas = mapOverlay(app, id);
  const steps = timeOf(app, id);
  return steps
    ? withStrip(canvas, (context, box) => drawTimeStrip(context, wholeStrip(app, steps), box, printed))
    : canvas;
}

/** On any ground. */
const printed = { ink: '#808080', quiet: '#808080', line: '#808080', font: '11px system-ui, sans-serif' };

/** A canvas with a strip drawn below it. */
function withStrip(
  above: HTMLCanvasElement,
  draw: (context: CanvasRenderingContext2D, box: Size) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const { width, height } = above;
  const strip = Math.round(width / 5);
  Object.assign(canvas, { width, height: height + gap + strip });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.drawImage(above, 0, 0);
  context.setTransform(density, 0, 0, density, 0, height + gap);
  draw(context, { width: width / density, height: strip / density });
  return canvas;
}

/** Of a volume in three planes all of them, as they stand on the page. */
function mapOverlay(app: ExplainApp, id: string): HTMLCanvasElement {
  const extent = extentShown(app);
  return extent && seesThree(app)
    ? mosaic(extent, (axis) => flatOverlay(alongAxis(app, axis), id))
    : flatOverlay(app, id);
}

/** Axial above coronal, sagittal beside that, in one scale. */
function mosaic([depth, height, width]: Extent, draw: (axis: Axis) => HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const size = enlarged({ width: width + height, height: height + depth });
  const scale = size.width / (width + height);
  Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  const place = (axis: Axis, [x, y, across, down]: readonly number[]): void =>
    context?.drawImage(draw(axis), x * scale, y * scale, across * scale, down * scale);
  place(0, [0, 0, width, height]);
  place(1, [0, height, width, depth]);
  place(2, [width, height, height, depth]);
  return canvas;
}

function flatOverlay(app: ExplainApp, id: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const plane = planeOf(app, id);
  const coloring = coloringOf(app, id);
  const input = app.document.prediction?.input;
  if (!context || !plane || !coloring) return canvas;
  if (input?.signal) {
    Object.assign(canvas, { width: 2 * imageSize, height: imageSize });
    drawSignal(
      context,
      input.signal,
      { plane, coloring },
      { viewport: new Viewport(), ...pick(canvas), ink: '#808080', axes: figure },
    );
    return canvas;
  }
  const image = imageShown(app);
  Object.assign(canvas, enlarged(image ?? plane));
  context.imageSmoothingQuality = 'high';
  if (image) context.drawImage(toCanvas(image), 0, 0, canvas.width, canvas.height);
  context.drawImage(paintHeatmap(plane, coloring), 0, 0, canvas.width, canvas.height);
  const whole = new Viewport();
  drawTarget(app, context, canvas.width, canvas.height, whole);
  const segments = boundariesOf(app, id);
  if (segments) drawBoundaries(context, segments, whole, canvas.width, canvas.height);
  return canvas;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function enlarged({ width, height }: Size): Size {
  const scale = Math.max(1, Math.ceil(imageSize / Math.max(width, height)));
  return { width: width * scale, height: height * scale };
}

/**
 * The input with what was found there, as large as a map is drawn; null while there is none, or for a tensor that is no
 * image.
 */
export function inputImage(app: ExplainApp): HTMLCanvasElement | null {
  const extent = extentShown(app);
  if (!extent || !seesThree(app)) return flatInput(app);
  return mosaic(extent, (axis) => flatInput(alongAxis(app, axis)) ?? document.createElement('canvas'));
}

function flatInput(app: ExplainApp): HTMLCanvasElement | null {
  const image = imageShown(app);
  if (!image) return null;
  const canvas = document.createElement('canvas');
  const { width, height } = Object.assign(canvas, enlarged(image));
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const viewport = new Viewport();
  drawPart(context, toCanvas(image), viewport, width, height);
  drawLabels(app, context, width, height, viewport);
  drawDetections(app, context, width, height, { viewport });
  return canvas;
}

function pick({ width, height }: HTMLCanvasElement): { width: number; height: number } {
  return { width, height };
}
