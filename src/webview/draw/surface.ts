import { crossAt } from './cross';
import { navigate } from './navigation';
import { onTheme } from './theme';
import type { Viewport } from './viewport';

/** A canvas that follows its box and its viewport, and draws at most once a frame. */
export class Surface {
  readonly canvas = document.createElement('canvas');
  private scheduled = false;

  constructor(
    readonly viewport: Viewport,
    private readonly paint: (context: CanvasRenderingContext2D, width: number, height: number) => void,
    mayPan?: () => boolean,
  ) {
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'img');
    navigate(this.canvas, viewport, mayPan);
    viewport.onChange(() => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    onTheme(() => this.redraw());
  }

  redraw(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = window.devicePixelRatio;
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0 || !canvas.isConnected) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paint(context, width, height);
    this.crosshair(context, width, height);
  }

  /** Two thin lines through the pointed-at place, dark on light and light on dark. */
  private crosshair(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.viewport.pointer) return;
    context.globalCompositeOperation = 'difference';
    context.strokeStyle = '#8f8f8f';
    context.lineWidth = 1;
    crossAt(context, this.viewport.toCanvas(this.viewport.pointer), width, height);
    context.stroke();
    context.globalCompositeOperation = 'source-over';
  }
}
