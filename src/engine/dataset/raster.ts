import type { Region } from './dataset';

/** Pixels of a region at the image's own size, [height, width], 0 or 1, added to `mask`. */
export function rasterise(region: Region, width: number, height: number, mask: Uint8Array): void {
  if (region.kind === 'polygons') for (const polygon of region.polygons) fillPolygon(polygon, width, height, mask);
  else if (region.kind === 'runs') fillRuns(region, width, height, mask);
  else {
    const [left, top, w, h] = region.box;
    fillPolygon([left, top, left + w, top, left + w, top + h, left, top + h], width, height, mask);
  }
}

/** Pixels whose centre lies inside, by the even-odd rule along each row. @param polygon x0, y0, x1, y1, … */
function fillPolygon(polygon: readonly number[], width: number, height: number, mask: Uint8Array): void {
  const corners = polygon.length / 2;
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const crossings: number[] = [];
    for (let i = 0; i < corners; i++) {
      const j = (i + 1) % corners;
      const [x0, y0, x1, y1] = [polygon[2 * i], polygon[2 * i + 1], polygon[2 * j], polygon[2 * j + 1]];
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[k + 1] - 0.5));
      if (to > from) mask.fill(1, row * width + from, row * width + to);
    }
  }
}

/** Runs of 0 and 1 in turn, down the columns. */
function fillRuns(
  runs: { counts: readonly number[]; width: number; height: number },
  width: number,
  height: number,
  mask: Uint8Array,
): void {
  let at = 0;
  runs.counts.forEach((count, k) => {
    for (let i = at; k % 2 === 1 && i < at + count; i++) {
      const [row, column] = [i % runs.height, Math.floor(i / runs.height)];
      if (row < height && column < width) mask[row * width + column] = 1;
    }
    at += count;
  });
}
