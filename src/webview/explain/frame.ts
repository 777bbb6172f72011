import type { Frame } from '../draw/boxes';
import type { Viewport } from '../draw/viewport';
import type { ExplainApp } from './app';
import { imageShown } from './volume';

/** Where the image shown lies on a canvas; null where no image is shown. */
export function frameOf(
  app: Pick<ExplainApp, 'document' | 'view' | 'viewport'>,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  viewport: Viewport = app.viewport,
): Frame | null {
  const image = imageShown(app);
  return image ? { context, viewport, width, height, columns: image.width, rows: image.height } : null;
}
