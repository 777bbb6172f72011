import type { FloatMap } from '../../protocol/raster';
import type { Point } from './viewport';

/** Masks [height, width] of 0 and 1 are never changed in place: every change gives a new one. */
export type Mask = FloatMap;

export function emptyMask(height: number, width: number): Mask {
  return { dims: [height, width], data: new Float32Array(height * width) };
}

/**
 * Sets the positions along a line of the brush, from one point to another.
 * @param radius in fractions of the width; 0 sets single positions
 * @param value 1 adds, 0 erases
 */
export function stroked(mask: Mask, from: Point, to: Point, radius: number, value: 0 | 1): Mask {
  const [height, width] = mask.dims;
  const data = mask.data.slice();
  const steps = Math.max(1, Math.ceil(Math.hypot((to.u - from.u) * width, (to.v - from.v) * height)));
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    stamp(data, width, height, { u: from.u + t * (to.u - from.u), v: from.v + t * (to.v - from.v) }, radius, value);
  }
  return { ...mask, data };
}

/** Sets the positions within `radius` of a point; radius 0 sets the one under it. */
function stamp(data: Float32Array, width: number, height: number, { u, v }: Point, radius: number, value: 0 | 1): void {
  const reach = Math.floor(radius * width);
  const [cx, cy] = [Math.floor(u * width), Math.floor(v * height)];
  for (let y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++) {
    for (let x = Math.max(0, cx - reach); x <= Math.min(width - 1, cx + reach); x++) {
      if (Math.hypot(x - cx, y - cy) <= reach) data[y * width + x] = value;
    }
  }
}

/** Fills the area around a point up to the borders of what is painted, or clears the painted area under it. */
export function flooded(mask: Mask, { u, v }: Point): Mask {
  const [height, width] = mask.dims;
  const start = [Math.floor(u * width), Math.floor(v * height)];
  if (start[0] < 0 || start[1] < 0 || start[0] >= width || start[1] >= height) return mask;
  const data = mask.data.slice();
  const before = data[start[1] * width + start[0]];
  const after = before > 0 ? 0 : 1;
  const open = [start[1] * width + start[0]];
  data[open[0]] = after;
  const visit = (i: number): void => {
    if (data[i] !== before) return;
    data[i] = after;
    open.push(i);
  };
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < data.length - width) visit(i + width);
  }
  return { ...mask, data };
}

/** Share of the positions that are painted. */
export function areaOf({ data }: Mask): number {
  return data.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / data.length;
}

/** Steps that can be taken back and taken again. */
export class History<T> {
  private readonly past: T[] = [];
  private future: T[] = [];

  constructor(private readonly longest = 100) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Notes what there was before a change. */
  note(before: T): void {
    this.past.push(before);
    if (this.past.length > this.longest) this.past.shift();
    this.future = [];
  }

  /** What there was before, or undefined. */
  undo(now: T): T | undefined {
    const before = this.past.pop();
    if (before !== undefined) this.future.push(now);
    return before;
  }

  redo(now: T): T | undefined {
    const after = this.future.pop();
    if (after !== undefined) this.past.push(now);
    return after;
  }

  clear(): void {
    this.past.length = 0;
    this.future = [];
  }
}
