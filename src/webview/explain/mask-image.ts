import type { InputView } from '../../protocol/prediction';
import type { MaskPage } from '../../protocol/explain';
import { drawSignal } from '../draw/signal';
import { Viewport } from '../draw/viewport';
import type { ExplainApp } from './app';
import { imageOf } from './stage';

/** The longer side of a drawn mask, enough for screens of double density. */
const side = 192;
/** How dark hidden parts become: what they hide can still be made out. */
const darkness = 0.85;

/** Width and height of a drawn mask, in the shape of the input. */
export function maskSize({ document: { prediction } }: ExplainApp): { width: number; height: number } {
  const image = prediction?.input.image;
  if (!image) return { width: side, height: prediction?.input.signal ? side / 2 : side };
  const scale = side / Math.max(image.width, image.height);
  return { width: Math.round(image.width * scale), height: Math.round(image.height * scale) };
}

/** Draws the input with the parts that mask `n` hides darkened. */
export function drawMask(
  canvas: HTMLCanvasElement,
  input: InputView | undefined,
  masks: MaskPage['masks'],
  n: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  context.imageSmoothingQuality = 'high';
  if (input?.signal) {
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    drawSignal(context, input.signal, null, { viewport: new Viewport(), width, height, ink: '#000000' });
  }
  if (input?.image) context.drawImage(imageOf(input.image), 0, 0, width, height);
  context.drawImage(shade(masks, n), 0, 0, width, height);
}

/** One mask as black of varying opacity, at its own size. */
function shade({ dims, data }: MaskPage['masks'], n: number): HTMLCanvasElement {
  const [rows, columns] = dims.length === 3 ? [dims[1], dims[2]] : [1, dims[1]];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: columns, height: rows });
  const image = new ImageData(columns, rows);
  const size = rows * columns;
  for (let i = 0; i < size; i++) image.data[4 * i + 3] = darkness * (255 - data[n * size + i]);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
