import type { FigureTile } from '../draw/figure';
import { imageOf, type EvaluationApp } from './app';
import type { Listed } from './selection';
import { tileText } from './tile-text';

/** Twice as wide as in the figure. */
const width = 640;
/** From so many times its size on an image shows its pixels as squares, as everywhere. */
const squaresFrom = 5;

/** An input for a figure: what it was taken for above it, what it is and its name below. @param n the input */
export async function inputTile(app: EvaluationApp, listed: Listed, n: number): Promise<FigureTile> {
  const name = listed.columns.names[n];
  const { wrong, lines } = tileText(app, listed, n);
  const source = imageOf(app, name);
  return {
    title: wrong ? `✗ ${lines[0]}` : lines[0],
    image: source === null ? null : await canvasOf(source),
    legend: null,
    note: [...lines.slice(1), name].filter(Boolean).join(' · '),
  };
}

/** The image at an address; null where it cannot be drawn. */
async function canvasOf(source: string): Promise<HTMLCanvasElement | null> {
  const image = new Image();
  // The page's images come from another origin: a canvas gives away none that was not asked for in this way.
  image.crossOrigin = 'anonymous';
  image.src = source;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height: Math.round((width * image.naturalHeight) / image.naturalWidth) });
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingEnabled = width / image.naturalWidth < squaresFrom;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
