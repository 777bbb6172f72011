import { valueOf } from '../../protocol/loading';
import type { FloatMap, Raster } from '../../protocol/raster';
import { drawBoxes, type Frame } from '../draw/boxes';
import { classColor } from '../draw/class-colors';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import { legendValues, paintLegend } from '../draw/legend';
import { paletteOf } from '../draw/palette';
import { drawPart, toCanvas } from '../draw/raster';
import { floorOf, rangeOf, toPlane, type Plane } from '../draw/plane';
import { Surface } from '../draw/surface';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ComparisonApp } from './app';

const opacity = 0.7;

/** One map over the image, with its legend; all of them zoom and pan together. */
export function mapView(app: ComparisonApp, name: string) {
  let plane: Plane | null = null;
  let image: HTMLCanvasElement | null = null;
  let heatmap: HTMLCanvasElement | null = null;
  let source: FloatMap | null = null;
  let boxed = app.document.box;
  const surface = new Surface(app.viewport, (context, width, height) => {
    if (image) drawPart(context, image, app.viewport, width, height);
    if (heatmap) drawPart(context, heatmap, app.viewport, width, height);
    drawTarget(app, { context, viewport: app.viewport, width, height });
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
      plane = toPlane(map);
      image = under && toCanvas(under);
      const coloring = coloringOf(plane, app);
      heatmap = paintHeatmap(plane, coloring);
      paintLegend(bar, coloring);
      legendValues(coloring).forEach((value, i) =>
        setText(ends[i], value === 0 ? '0' : `${value < 0 ? '≤' : '≥'} ${figure(value)}`),
      );
      surface.canvas.style.aspectRatio = String(
        under ? under.width / under.height : Math.min(4, plane.width / plane.height),
      );
      surface.redraw();
    },
  };
}

function coloringOf(plane: Plane, { document: { palette } }: ComparisonApp): Coloring {
  const signed = plane.values.some((value) => value < 0);
  return {
    palette: paletteOf(palette),
    view: 'signed',
    signed,
    range: rangeOf(plane, 'signed', true),
    low: floorOf(plane, 'signed'),
    opacity,
  };
}

/** The box that is explained, where one was chosen. */
function drawTarget({ document: { box, shown } }: ComparisonApp, surface: Omit<Frame, 'columns' | 'rows'>): void {
  const image = valueOf(shown)?.image;
  if (!box || !image) return;
  const { css: color, ink } = classColor(box.target.index);
  const { corners, proposal } = box.target;
  drawBoxes({ ...surface, columns: image.width, rows: image.height }, [
    { corners, text: box.label, color, ink, stress: 'chosen', dashed: proposal === null },
  ]);
}
