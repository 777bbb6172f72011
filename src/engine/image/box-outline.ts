import type { Raster } from '../../protocol/raster';
import type { Corners } from '../../protocol/task';

/** White between two black lines: seen on any colours. */
const LINES: readonly (readonly [inset: number, value: number])[] = [
  [-1, 0],
  [0, 255],
  [1, 0],
];

/** Draws the outline of a box onto a raster. */
export function outlineBox({ width, height, rgba }: Raster, corners: Corners): void {
  const [left, top, right, bottom] = corners.map(Math.round);
  const paint = (x: number, y: number, value: number): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) rgba.fill(value, 4 * (y * width + x), 4 * (y * width + x) + 3);
  };
  for (const [inset, value] of LINES) {
    for (let x = left + inset; x < right - inset; x++)
      for (const y of [top + inset, bottom - 1 - inset]) paint(x, y, value);
    for (let y = top + inset; y < bottom - inset; y++)
      for (const x of [left + inset, right - 1 - inset]) paint(x, y, value);
  }
}
