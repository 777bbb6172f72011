/** A point in fractions of the image's width and height. */
export interface Point {
  readonly u: number;
  readonly v: number;
}

const deepest = 32;

/** Zoom, pan and pointer, shared by all images of a panel: what one shows, all show. */
export class Viewport {
  /** 1 shows the whole image. */
  zoom = 1;
  /** The point in the middle of every canvas. */
  center: Point = { u: 0.5, v: 0.5 };
  pointer: Point | null = null;
  private readonly listeners = new Set<() => void>();

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Zooms so that `fixed` stays where it is. */
  zoomBy(factor: number, fixed: Point = this.center): void {
    const zoom = Math.min(deepest, Math.max(1, this.zoom * factor));
    const ratio = this.zoom / zoom;
    this.zoom = zoom;
    this.moveTo({ u: fixed.u + (this.center.u - fixed.u) * ratio, v: fixed.v + (this.center.v - fixed.v) * ratio });
  }

  /** Moves by fractions of the visible part. */
  panBy(u: number, v: number): void {
    this.moveTo({ u: this.center.u + u / this.zoom, v: this.center.v + v / this.zoom });
  }

  point(at: Point | null): void {
    this.pointer = at;
    this.notify();
  }

  reset(): void {
    this.zoom = 1;
    this.moveTo({ u: 0.5, v: 0.5 });
  }

  /** From fractions of the canvas to fractions of the image. */
  toImage(x: number, y: number): Point {
    return { u: this.center.u + (x - 0.5) / this.zoom, v: this.center.v + (y - 0.5) / this.zoom };
  }

  /** From fractions of the image to fractions of the canvas. */
  toCanvas({ u, v }: Point): { x: number; y: number } {
    return { x: (u - this.center.u) * this.zoom + 0.5, y: (v - this.center.v) * this.zoom + 0.5 };
  }

  private moveTo({ u, v }: Point): void {
    const margin = 0.5 / this.zoom;
    const inside = (value: number): number => Math.min(1 - margin, Math.max(margin, value));
    this.center = { u: inside(u), v: inside(v) };
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
