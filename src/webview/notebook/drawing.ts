import type { NotebookMap, NotebookResult } from '../../protocol/notebook';
import { drawFigure, type FigureTile } from '../draw/figure';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import { legendBar, legendValues } from '../draw/legend';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, toPlane } from '../draw/plane';
import { figure } from '../ui/format';

const OPACITY = 0.7;
const ACROSS = 4;

/** The input and every map over it, each with its legend, as in the Explain panel's figures. */
export async function drawResult(canvas: HTMLCanvasElement, result: NotebookResult): Promise<void> {
  const image = result.image === null ? null : await decoded(result.image);
  const input: FigureTile[] = image ? [{ title: result.input, image: painted(image), legend: null, note: '' }] : [];
  const tiles = [...input, ...result.maps.map((map) => tileOf(map, image))];
  drawFigure(canvas, { title: titleOf(result), tiles, across: Math.min(ACROSS, tiles.length) });
}

const titleOf = ({ input, model, target }: NotebookResult): string => [input, model, target].join(' · ');

function tileOf({ label, note, dims, values }: NotebookMap, image: ImageBitmap | null): FigureTile {
  const plane = toPlane({ dims, data: floatsOf(values) });
  const signed = plane.values.some((value) => value < 0);
  const coloring: Coloring = {
    palette: paletteOf('blue-red'),
    view: 'signed',
    signed,
    range: rangeOf(plane, 'signed', false),
    low: floorOf(plane, 'signed'),
    opacity: image ? OPACITY : 1,
  };
  const [low, high] = legendValues(coloring).map(figure);
  const map = paintHeatmap(plane, coloring);
  const legend = { bar: legendBar(coloring), low, high, unit: '' };
  return { title: label, image: image ? painted(image, map) : map, legend, note };
}

/** An image, with a map over it. */
function painted(image: ImageBitmap, map?: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  if (map) context?.drawImage(map, 0, 0, image.width, image.height);
  return canvas;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

const floatsOf = (base64: string): Float32Array => new Float32Array(bytesOf(base64).buffer);

const decoded = (base64: string): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([bytesOf(base64)], { type: 'image/png' }));
