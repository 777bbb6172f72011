import type { FloatMap, Raster } from '../../protocol/raster';
import { paintLegend } from '../draw/legend';
import { Surface } from '../draw/surface';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';
import { drawOverlay, legendEnds, overlayOf, type Overlay } from './overlay';

/** One map over the image, with its legend; all of them zoom and pan together. */
export function mapView(app: ComparisonApp, name: string) {
  let overlay: Overlay | null = null;
  let source: FloatMap | null = null;
  let boxed = app.document.box;
  const surface = new Surface(app.viewport, (context, width, height) => {
    if (overlay) drawOverlay(app, overlay, { context, viewport: app.viewport, width, height });
  });
  surface.canvas.className = 'stage-canvas';
  surface.canvas.setAttribute('aria-label', name);
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const ends = [element('span', { class: 'figure' }), element('span', { class: 'figure' })];
  const legend = element(
    'div',
    { class: 'legend-scale', role: 'group', 'aria-label': t('Legend') },
    ends[0],
    bar,
    ends[1],
  );
  const title = element('h3', { title: name }, name);
  return {
    element: element(
      'article',
      { class: 'map', 'aria-label': name },
      title,
      element('div', { class: 'stage' }, surface.canvas),
      legend,
    ),
    update(map: FloatMap, under: Raster | null): void {
      const { box } = app.document;
      if (box !== boxed) surface.redraw();
      boxed = box;
      if (map === source) return;
      source = map;
      overlay = overlayOf(app, map, under);
      paintLegend(bar, overlay.coloring);
      legendEnds(overlay.coloring).forEach((text, i) => setText(ends[i], text));
      surface.canvas.style.aspectRatio = String(overlay.aspect);
      surface.redraw();
    },
  };
}
