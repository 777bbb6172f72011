import type { FloatMap } from '../../protocol/raster';

/** A map as it is drawn: one value per pixel; for a signal one row per channel. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Which values are shown: as they are, only one sign, or their size. */
export type SignView = 'signed' | 'positive' | 'negative' | 'absolute';
/** What the ends of the legend stand for. */
export type ScaleMode = 'own' | 'robust' | 'shared';

/**
 * Sums the channels of [C, H, W], as the effect of a pixel is the sum of its channels' effects; keeps the rows of [C,
 * L].
 */
export function toPlane({ dims, data }: FloatMap): Plane {
  if (dims.length === 2) return { width: dims[1], height: dims[0], values: data };
  const [channels, height, width] = dims.length === 3 ? dims : [1, ...dims.slice(-2)];
  if (channels === 1) return { width, height, values: data };
  const values = new Float32Array(width * height);
  for (let i = 0; i < data.length; i++) values[i % values.length] += data[i];
  return { width, height, values };
}

/** The shown quantity of one value. */
export function seen(value: number, view: SignView): number {
  if (view === 'signed') return value;
  if (view === 'absolute') return Math.abs(value);
  return Math.max(0, view === 'positive' ? value : -value);
}

/**
 * The value at the end of the legend: the largest shown size, or for `robust` the 99th percentile, beyond which colours
 * saturate. 0 for a map that is zero, empty or not finite.
 */
export function rangeOf({ values }: Plane, view: SignView, robust: boolean): number {
  const sizes = Float32Array.from(values, (value) => Math.abs(seen(value, view))).filter(Number.isFinite);
  if (!robust) return sizes.reduce((peak, size) => Math.max(peak, size), 0);
  sizes.sort();
  const percentile = sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0;
  return percentile > 0 ? percentile : (sizes[sizes.length - 1] ?? 0);
}

/**
 * The value at the start of a legend that does not diverge: zero, unless all values lie far above it, as mean scores do
 * (RISE): then the smallest, since otherwise most colours would go to values that do not occur.
 */
export function floorOf(plane: Plane, view: SignView): number {
  if (view === 'negative') return 0;
  const lowest = plane.values.reduce(
    (least, value) => (Number.isNaN(value) ? least : Math.min(least, value)),
    Infinity,
  );
  const highest = rangeOf(plane, view, false);
  return lowest > highest / 2 && lowest < highest ? lowest : 0;
}

/** The value under a point given in fractions of width and height; null outside. */
export function valueAt(
  { width, height, values }: Plane,
  u: number,
  v: number,
): { x: number; y: number; value: number } | null {
  const x = Math.floor(u * width);
  const y = Math.floor(v * height);
  return x < 0 || y < 0 || x >= width || y >= height ? null : { x, y, value: values[y * width + x] };
}
