import type { Raster } from '../../protocol/raster';
import type { Viewport } from './viewport';

/** Above this many screen pixels per image pixel, pixels are drawn as squares. */
const squaresFrom = 5;

/** A raster as a canvas that can be drawn repeatedly. */
export function toCanvas({ width, height, rgba }: Raster): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  image.data.set(rgba);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/**
 * Draws the part of `source` that the viewport shows into a box of `width` × `height`; colours that stand for something
 * are never blended.
 */
export function drawPart(
  context: CanvasRenderingContext2D,
  source: HTMLCanvasElement,
  viewport: Viewport,
  width: number,
  height: number,
  pixels: 'smooth' | 'squares' = 'smooth',
): void {
  const { x, y } = viewport.toCanvas({ u: 0, v: 0 });
  const drawnWidth = width * viewport.zoom;
  const drawnHeight = height * viewport.zoom;
  context.imageSmoothingEnabled = pixels === 'smooth' && drawnWidth / source.width < squaresFrom;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, x * width, y * height, drawnWidth, drawnHeight);
}
