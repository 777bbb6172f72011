import type { Raster } from '../../protocol/raster';
import { paintLabels, type LabelMap } from '../draw/label-map';
import { drawPart, toCanvas } from '../draw/raster';
import { Surface } from '../draw/surface';
import type { Viewport } from '../draw/viewport';
import { element, setText } from '../ui/element';
import type { ComparisonApp } from './app';

const opacity = 0.65;

/** A label map as it is shown. */
export interface ShownLabels {
  readonly name: string;
  readonly map: LabelMap;
  /** Classes that are not drawn. */
  readonly hidden: ReadonlySet<number>;
  /** What is said of it; empty where nothing is. */
  readonly said: string;
}

/** Classes in their colours over the image; it zooms and pans with all other maps. */
export function labelView(app: ComparisonApp, { name, map, hidden, said }: ShownLabels, under: Raster | null) {
  const image = under && toCanvas(under);
  const labels = paintLabels(map, hidden);
  const surface = new Surface(app.viewport, (context, width, height) =>
    drawLabels({ image, labels }, { context, viewport: app.viewport, width, height }),
  );
  surface.canvas.className = 'stage-canvas';
  surface.canvas.setAttribute('aria-label', name);
  surface.canvas.style.aspectRatio = String(labelAspect(map, under));
  const says = element('p', { class: 'quiet figure' });
  setText(says, said);
  return element(
    'article',
    { class: 'map', 'aria-label': name },
    element('h3', { title: name }, name),
    element('div', { class: 'stage' }, surface.canvas),
    says,
  );
}

/** Width over height. */
export const labelAspect = (map: LabelMap, under: Raster | null): number =>
  under ? under.width / under.height : map.width / map.height;

interface Place {
  readonly context: CanvasRenderingContext2D;
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
}

export function drawLabels(
  { image, labels }: { readonly image: HTMLCanvasElement | null; readonly labels: HTMLCanvasElement },
  { context, viewport, width, height }: Place,
): void {
  if (image) drawPart(context, image, viewport, width, height);
  context.globalAlpha = opacity;
  drawPart(context, labels, viewport, width, height, 'squares');
  context.globalAlpha = 1;
}
