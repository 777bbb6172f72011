import type { Raster } from '../../protocol/raster';
import { paintLabels, type LabelMap } from '../draw/label-map';
import { drawPart, toCanvas } from '../draw/raster';
import { Surface } from '../draw/surface';
import { element, setText } from '../ui/element';
import type { ComparisonApp } from './app';

const opacity = 0.65;

/** Classes in their colours over the image; it zooms and pans with all other maps. */
export function labelView(app: ComparisonApp, name: string) {
  let image: HTMLCanvasElement | null = null;
  let labels: HTMLCanvasElement | null = null;
  const surface = new Surface(app.viewport, (context, width, height) => {
    if (image) drawPart(context, image, app.viewport, width, height);
    if (!labels) return;
    context.globalAlpha = opacity;
    drawPart(context, labels, app.viewport, width, height, 'squares');
    context.globalAlpha = 1;
  });
  surface.canvas.className = 'stage-canvas';
  surface.canvas.setAttribute('aria-label', name);
  const says = element('p', { class: 'quiet figure' });
  return {
    element: element(
      'article',
      { class: 'map', 'aria-label': name },
      element('h3', { title: name }, name),
      element('div', { class: 'stage' }, surface.canvas),
      says,
    ),
    /** @param hidden classes that are not drawn */
    update(map: LabelMap, under: Raster | null, { hidden, said }: { hidden: ReadonlySet<number>; said: string }): void {
      image = under && toCanvas(under);
      labels = paintLabels(map, hidden);
      surface.canvas.style.aspectRatio = String(under ? under.width / under.height : map.width / map.height);
      setText(says, said);
      surface.redraw();
    },
  };
}
