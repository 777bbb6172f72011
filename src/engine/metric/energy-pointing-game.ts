import { SCORE_CAM } from '../literature/papers';
import type { Values } from '../statistics/values';
import { sizeOf } from '../tensor/tensor';
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

/** 1 inside a box. */
function filledBox([left, top, right, bottom]: Box, dims: readonly number[]): Uint8Array {
  const width = dims[dims.length - 1];
  return Uint8Array.from({ length: sizeOf(dims) }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    return Number(column >= left && column < right && row >= top && row < bottom);
  });
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
  aspect: { of: 'localisation', from: 0, to: 1 },
  formula: 'Σ inside the bounding box of the object / Σ over the map; negative values count as 0',
  needs: ['mask'],
  params: [],
  evidence: "what of the map lies in the object's box",
  async score({ map, mask, witness }) {
    const width = map.dims[map.dims.length - 1];
    const box = boxAround(required(mask, 'energy-pointing-game', 'an object mask'), width);
    const weights = map.data.map((v) => Math.max(0, v));
    witness?.region({ what: 'the positive map', weights, object: filledBox(box, map.dims) });
    return { value: energyInside(weights, box, width) };
  },
});
