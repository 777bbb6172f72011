import type { FloatMap } from '../../protocol/raster';
import { emptyMask, stroked } from '../draw/mask';
import type { Surface } from '../draw/surface';
import type { Point } from '../draw/viewport';
import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element } from '../ui/element';
import { t } from '../ui/l10n';
import { targetOf, type ExplainApp } from './app';

type Mode = 'predicted' | 'pixel' | 'paint';

/** Radius of the brush in fractions of the image's width. */
const brush = 0.04;
/** Up to this share of the positions a region is ringed. */
const smallest = 0.001;

export interface RegionPainter extends Component {
  readonly painting: boolean;
  attach(surface: Surface): void;
  draw(context: CanvasRenderingContext2D, width: number, height: number): void;
}

/**
 * Which positions of a dense output are explained: those predicted as the target, one pixel, or those painted on the
 * input.
 */
export function regionPainter(app: ExplainApp): RegionPainter {
  let mode: Mode = 'predicted';
  let mask: FloatMap | null = null;
  let last: Point | null = null;
  let surface: Surface | undefined;
  const post = (): void => {
    app.change({ region: mask });
    app.post({ kind: 'target', target: app.document.target, region: mask });
  };
  const setMode = (value: Mode): void => {
    mode = value;
    mask = null;
    if (mode === 'predicted') post();
    surface?.redraw();
  };
  const options = [
    { value: 'predicted', label: t('Predicted'), title: t('The region predicted as the target') },
    { value: 'pixel', label: t('Pixel'), title: t('One pixel: click on the image') },
    { value: 'paint', label: t('Paint'), title: t('Paint on the image') },
  ];
  const choice = segments(t('Region'), 'region', options, mode, (value) => setMode(value as Mode));
  const node = element('div', { class: 'region', hidden: true }, choice);

  const mark = (at: Point, begin: boolean): void => {
    const { dense } = app.document.prediction ?? {};
    if (!dense) return;
    const anew = begin || mode === 'pixel' || !mask;
    mask = stroked(
      anew || !mask ? emptyMask(dense.height, dense.width) : mask,
      (!anew && last) || at,
      at,
      mode === 'pixel' ? 0 : brush,
      1,
    );
    last = at;
    surface?.redraw();
  };
  return {
    element: node,
    get painting() {
      return mode !== 'predicted';
    },
    attach(on) {
      surface = on;
      let drawing = false;
      const { canvas } = on;
      const at = ({ offsetX, offsetY }: PointerEvent): Point =>
        app.viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight);
      canvas.addEventListener('pointerdown', (event) => {
        if (mode === 'predicted') return;
        drawing = true;
        canvas.setPointerCapture(event.pointerId);
        mark(at(event), !event.shiftKey);
      });
      canvas.addEventListener('pointermove', (event) => drawing && mark(at(event), false));
      canvas.addEventListener('pointerup', () => {
        if (drawing) post();
        drawing = false;
      });
    },
    draw(context, width, height) {
      const shown = mask ?? app.document.region ?? predictedMask(app);
      if (shown) drawMask(context, shown, app, width, height);
    },
    update() {
      node.hidden = !app.document.prediction?.dense;
      if (!app.document.region && mode === 'predicted') mask = null;
    },
  };
}

function predictedMask(app: ExplainApp): FloatMap | null {
  const { dense } = app.document.prediction ?? {};
  const target = targetOf(app)?.index;
  if (!dense || target === undefined) return null;
  return {
    dims: [dense.height, dense.width],
    data: Float32Array.from(dense.classes, (index) => (index === target ? 1 : 0)),
  };
}

/** Dims what lies outside the region, and rings a region too small to be seen. */
function drawMask(
  context: CanvasRenderingContext2D,
  { dims: [rows, columns], data }: FloatMap,
  app: ExplainApp,
  width: number,
  height: number,
): void {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: columns, height: rows });
  const image = new ImageData(columns, rows);
  data.forEach((inside, i) => (image.data[i * 4 + 3] = inside ? 0 : 110));
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const { x, y } = app.viewport.toCanvas({ u: 0, v: 0 });
  context.drawImage(canvas, x * width, y * height, width * app.viewport.zoom, height * app.viewport.zoom);
  const at = spotOf(data, rows, columns);
  if (at) drawRing(context, app.viewport.toCanvas(at), width, height);
}

/** The middle of a region of a few positions; null for a larger one, or none. */
function spotOf(data: Float32Array, rows: number, columns: number): Point | null {
  const inside = [...data.keys()].filter((i) => data[i]);
  if (inside.length === 0 || inside.length > smallest * data.length + 1) return null;
  const mean = (of: (i: number) => number): number => inside.reduce((sum, i) => sum + of(i), 0) / inside.length;
  return {
    u: (mean((i) => i % columns) + 0.5) / columns,
    v: (mean((i) => Math.floor(i / columns)) + 0.5) / rows,
  };
}

/** White in black, so that it is seen on any image. */
function drawRing(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  width: number,
  height: number,
) {
  for (const [color, line] of [
    ['#000000', 5],
    ['#ffffff', 2],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = line;
    context.beginPath();
    context.arc(x * width, y * height, 9, 0, 2 * Math.PI);
    context.stroke();
  }
}
