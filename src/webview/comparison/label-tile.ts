import type { Raster } from '../../protocol/raster';
import { classColor } from '../draw/class-colors';
import type { FigureTile } from '../draw/figure';
import { paintLabels } from '../draw/label-map';
import { toCanvas } from '../draw/raster';
import { Viewport } from '../draw/viewport';
import { drawLabels, labelAspect, type ShownLabels } from './label-view';
import { sharesOf } from './label-agreement';

/** Twice as wide as in the figure. */
const width = 640;
const line = 32;
const swatch = 20;
/** The largest classes are named. */
const mostNamed = 8;

/** A label map for a figure, with the names of its colours below. @param names of all classes */
export function labelTile(shown: ShownLabels, under: Raster | null, names: readonly string[]): FigureTile {
  const { name, map, hidden, said } = shown;
  const shares = sharesOf(map, names.length);
  const named = [...names.keys()]
    .filter((index) => shares[index] > 0 && !hidden.has(index))
    .sort((a, b) => shares[b] - shares[a])
    .slice(0, mostNamed);
  const tall = Math.round(width / labelAspect(map, under));
  const image = document.createElement('canvas');
  Object.assign(image, { width, height: tall + named.length * line });
  const context = image.getContext('2d');
  if (!context) return { title: name, image, legend: null, note: said };
  drawLabels(
    { image: under && toCanvas(under), labels: paintLabels(map, hidden) },
    { context, viewport: new Viewport(), width, height: tall },
  );
  context.font = '24px system-ui, sans-serif';
  context.textBaseline = 'middle';
  named.forEach((index, k) => {
    const middle = tall + (k + 0.5) * line;
    context.fillStyle = classColor(index).css;
    context.fillRect(0, middle - swatch / 2, swatch, swatch);
    context.fillStyle = '#000000';
    context.fillText(names[index], 1.5 * swatch, middle, width - 1.5 * swatch);
  });
  return { title: name, image, legend: null, note: said };
}
