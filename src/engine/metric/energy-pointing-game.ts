import { SCORE_CAM } from '../literature/papers';
import type { Values } from '../statistics/values';
import { defineMetric, required } from './metric';

/** x0, y0, x1, y1 in pixels; the end is exclusive. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The smallest box around a 0/1 mask; empty for an empty mask. */
export function boxAround(mask: Values, width: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    const row = Math.floor(i / width);
    left = Math.min(left, i % width);
    right = Math.max(right, (i % width) + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  }
  return [left, top, right, bottom];
}

/** Energy of a non-negative map inside the box over all of it; NaN for a map of zeros. */
export function energyInside(map: Values, [left, top, right, bottom]: Box, width: number): number {
  let inside = 0;
  let total = 0;
  for (let i = 0; i < map.length; i++) {
    const row = Math.floor(i / width);
    const column = i % width;
    total += map[i];
    if (column >= left && column < right && row >= top && row < bottom) inside += map[i];
  }
  return inside / total;
}

export const energyPointingGame = defineMetric({
  id: 'energy-pointing-game',
  label: 'Energy Pointing Game',
  paper: SCORE_CAM,
  better: 'higher',
  formula: 'Σ inside the bounding box of the object / Σ over the map; negative values count as 0',
  needs: ['mask'],
  params: [],
  async score({ map, mask }) {
    const width = map.dims[map.dims.length - 1];
    const box = boxAround(required(mask, 'energy-pointing-game', 'an object mask'), width);
    return {
      value: energyInside(
        map.data.map((v) => Math.max(0, v)),
        box,
        width,
      ),
    };
  },
});
