import type { Region } from './dataset';

type Runs = Region & { readonly kind: 'runs' };

/** Pixels of an image by their rows and columns, in rising order; those outside of it belong to no region. */
export interface PixelGrid {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly width: number;
  readonly height: number;
}

/**
 * Adds the pixels of a region to `mask`, [rows, columns] of the grid, 0 or 1. Only these are looked at: how large an
 * image is said to be costs nothing.
 */
export function rasterise(region: Region, grid: PixelGrid, mask: Uint8Array): void {
  if (region.kind === 'polygons') for (const polygon of region.polygons) fillPolygon(polygon, grid, mask);
  else if (region.kind === 'runs') fillRuns(region, grid, mask);
  else {
    const [left, top, w, h] = region.box;
    fillPolygon([left, top, left + w, top, left + w, top + h, left, top + h], grid, mask);
  }
}

const inside = (at: number, length: number): boolean => at >= 0 && at < length;

/** Pixels whose centre lies inside, by the even-odd rule along each row. @param polygon x0, y0, x1, y1, … */
function fillPolygon(polygon: readonly number[], { rows, columns, width, height }: PixelGrid, mask: Uint8Array): void {
  const corners = Math.floor(polygon.length / 2);
  rows.forEach((row, r) => {
    if (!inside(row, height)) return;
    const y = row + 0.5;
    const crossings: number[] = [];
    for (let i = 0; i < corners; i++) {
      const j = i + 1 === corners ? 0 : i + 1;
      const [x0, y0, x1, y1] = [polygon[2 * i], polygon[2 * i + 1], polygon[2 * j], polygon[2 * j + 1]];
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
    crossings.sort((a, b) => a - b);
    // Both rise, so that each crossing is passed once.
    let passed = 0;
    columns.forEach((column, c) => {
      while (passed < crossings.length && Math.ceil(crossings[passed] - 0.5) <= column) passed++;
      const isLast = passed === crossings.length;
      if (passed % 2 === 1 && !isLast && inside(column, width)) mask[r * columns.length + c] = 1;
    });
  });
}

/** Runs of 0 and 1 in turn, down the columns. */
function fillRuns(runs: Runs, { rows, columns, width, height }: PixelGrid, mask: Uint8Array): void {
  const ends: number[] = [];
  let end = 0;
  for (const count of runs.counts) ends.push((end += count));
  columns.forEach((column, c) => {
    if (!inside(column, Math.min(width, runs.width))) return;
    rows.forEach((row, r) => {
      if (inside(row, Math.min(height, runs.height)) && runAt(ends, column * runs.height + row) % 2 === 1)
        mask[r * columns.length + c] = 1;
    });
  });
}

/** The number of the run that holds a place, by bisection. */
function runAt(ends: readonly number[], place: number): number {
  let [from, to] = [0, ends.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ends[middle] > place) to = middle;
    else from = middle + 1;
  }
  // Behind the last run is nothing.
  return from === ends.length ? 0 : from;
}
