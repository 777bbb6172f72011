import type { FloatMap, Raster } from '../../protocol/raster';
import type { FigureTile } from '../draw/figure';
import { legendBar } from '../draw/legend';
import { Viewport } from '../draw/viewport';
import type { ComparisonApp } from './app';
import { drawOverlay, legendEnds, overlayOf } from './overlay';

/** Twice as wide as in the figure. */
const width = 640;

/** A map over its image for a figure: the whole of it, whatever part is looked at. */
export function mapTile(app: ComparisonApp, name: string, map: FloatMap, under: Raster | null): FigureTile {
  const overlay = overlayOf(app, map, under);
  const image = document.createElement('canvas');
  const height = Math.round(width / overlay.aspect);
  Object.assign(image, { width, height });
  const context = image.getContext('2d');
  if (context) drawOverlay(app, overlay, { context, viewport: new Viewport(), width, height });
  const [low, high] = legendEnds(overlay.coloring);
  return { title: name, image, legend: { bar: legendBar(overlay.coloring), low, high, unit: '' }, note: '' };
}
