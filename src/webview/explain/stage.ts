import type { Raster } from '../../protocol/raster';
import { drawPart, toCanvas } from '../draw/raster';
import { paintHeatmap, type Coloring } from '../draw/heatmap';
import { drawSignal } from '../draw/signal';
import { Surface } from '../draw/surface';
import type { Plane } from '../draw/plane';
import { figure } from '../ui/format';
import type { ExplainApp } from './app';
import { imageShown } from './volume';

const images = new WeakMap<Raster, HTMLCanvasElement>();

/** A canvas that shows the input and, over it, a map. */
export class Stage {
  readonly surface: Surface;
  private map: { readonly plane: Plane; readonly coloring: Coloring } | null = null;
  private heatmap: HTMLCanvasElement | null = null;

  constructor(
    private readonly app: ExplainApp,
    mayPan?: () => boolean,
    private readonly over: (context: CanvasRenderingContext2D, width: number, height: number) => void = () => undefined,
  ) {
    this.surface = new Surface(app.viewport, (context, width, height) => this.paint(context, width, height), mayPan);
    this.surface.canvas.className = 'stage-canvas';
  }

  /** Shows another map, or the same in other colours; null shows the input alone. */
  update(plane: Plane | null, coloring: Coloring | null, label: string): void {
    const { canvas } = this.surface;
    canvas.setAttribute('aria-label', label);
    canvas.style.aspectRatio = String(aspectOf(this.app));
    const next = plane && coloring ? { plane, coloring } : null;
    if (!same(next, this.map)) {
      this.map = next;
      this.heatmap = null;
    }
    this.surface.redraw();
  }

  private paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const input = this.app.document.prediction?.input;
    const { viewport } = this.app;
    if (input?.signal) {
      const ink = getComputedStyle(this.surface.canvas).color;
      return drawSignal(context, input.signal, this.app.view.maps ? this.map : null, {
        viewport,
        width,
        height,
        ink,
        axes: figure,
      });
    }
    const image = imageShown(this.app);
    if (image) drawPart(context, imageOf(image), viewport, width, height);
    if (this.map && this.app.view.maps) {
      this.heatmap ??= paintHeatmap(this.map.plane, this.map.coloring);
      drawPart(context, this.heatmap, viewport, width, height);
    }
    this.over(context, width, height);
  }
}

let lastAspect = 1;

/** Width over height of what is shown; while nothing is, of what was last, so that the next one finds its place. */
export function aspectOf(app: ExplainApp): number {
  const { prediction } = app.document;
  const image = imageShown(app);
  if (image) lastAspect = image.width / image.height;
  else if (prediction) lastAspect = prediction.input.signal ? 2 : 1;
  return lastAspect;
}

/** A raster as a canvas, made once. */
export function imageOf(raster: Raster): HTMLCanvasElement {
  const canvas = images.get(raster) ?? toCanvas(raster);
  images.set(raster, canvas);
  return canvas;
}

type Shown = { readonly plane: Plane; readonly coloring: Coloring } | null;

function same(a: Shown, b: Shown): boolean {
  if (!a || !b) return a === b;
  const keys = Object.keys(a.coloring) as (keyof Coloring)[];
  return a.plane === b.plane && keys.every((key) => a.coloring[key] === b.coloring[key]);
}
