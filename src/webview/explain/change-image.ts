import type { PinnedImage } from '../../protocol/versions';
import type { Coloring } from '../draw/heatmap';
import { paintHeatmap } from '../draw/heatmap';
import { valueAt, type Plane } from '../draw/plane';
import { drawPart } from '../draw/raster';
import { drawSignal } from '../draw/signal';
import { Surface } from '../draw/surface';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import type { ExplainApp } from './app';
import { imageOf } from './stage';

/** A map, or a difference of maps, over an image; all of a panel are zoomed and pointed at together. */
export class ChangeImage {
  readonly element: HTMLElement;
  private readonly surface: Surface;
  private image: Pick<PinnedImage, 'image' | 'signal'> = { image: null, signal: null };
  private plane: Plane | null = null;
  private coloring: Coloring | null = null;
  private heatmap: HTMLCanvasElement | null = null;

  constructor(private readonly app: ExplainApp) {
    this.surface = new Surface(app.viewport, (context, width, height) => this.paint(context, width, height));
    this.surface.canvas.className = 'stage-canvas';
    const value = element('span', { class: 'figure pointer-value' });
    app.viewport.onChange(() => setText(value, this.readOut()));
    this.element = element('div', { class: 'stage' }, this.surface.canvas, value);
  }

  update(image: typeof this.image, plane: Plane | null, coloring: Coloring | null, label: string): void {
    const { canvas } = this.surface;
    canvas.setAttribute('aria-label', label);
    const { width, height } = image.image ?? plane ?? { width: 1, height: 1 };
    canvas.style.aspectRatio = String(image.signal ? 2 : width / height);
    if (plane !== this.plane || !same(coloring, this.coloring)) this.heatmap = null;
    [this.image, this.plane, this.coloring] = [image, plane, coloring];
    this.surface.redraw();
  }

  private paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { app, plane, coloring } = this;
    const { viewport } = app;
    const { image, signal } = this.image;
    const isShown = plane && coloring && app.view.maps;
    if (signal) {
      const ink = getComputedStyle(this.surface.canvas).color;
      const options = { viewport, width, height, ink, axes: figure };
      return drawSignal(context, signal, isShown ? { plane, coloring } : null, options);
    }
    if (image) drawPart(context, imageOf(image), viewport, width, height);
    if (!isShown) return;
    this.heatmap ??= paintHeatmap(plane, coloring);
    drawPart(context, this.heatmap, viewport, width, height);
  }

  private readOut(): string {
    const { pointer } = this.app.viewport;
    const found = this.plane && pointer && valueAt(this.plane, pointer.u, pointer.v);
    return found ? figure(found.value) : '';
  }
}

function same(a: Coloring | null, b: Coloring | null): boolean {
  if (!a || !b) return a === b;
  return (Object.keys(a) as (keyof Coloring)[]).every((name) => a[name] === b[name]);
}
