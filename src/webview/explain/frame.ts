import type { Frame } from '../draw/boxes';
import type { Viewport } from '../draw/viewport';
import type { ExplainApp } from './app';

/** Where the image shown lies on a canvas; null where no image is shown. */
export function frameOf(
  { document: { prediction }, viewport: shared }: Pick<ExplainApp, 'document' | 'viewport'>,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  viewport: Viewport = shared,
): Frame | null {
  const image = prediction?.input.image;
  return image ? { context, viewport, width, height, columns: image.width, rows: image.height } : null;
}
