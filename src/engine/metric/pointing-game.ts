import { number } from '../parameter/kinds';
import { extremes, type Values } from '../statistics/values';
import { defineMetric, required } from './metric';

export interface Pointing {
  /** Whether any position of the largest value lies in the mask. */
  readonly hit: boolean;
  /** The first position of the largest value. */
  readonly row: number;
  readonly column: number;
  /** From there to the nearest position of the mask, in pixels; Infinity for an empty mask. */
  readonly distance: number;
}

/** @param width of the [height, width] map; a signal is one row */
export function point(map: Values, mask: Values, width: number): Pointing {
  const { maximum } = extremes(map);
  let first = -1;
  let hit = false;
  for (let i = 0; i < map.length; i++) {
    if (map[i] !== maximum) continue;
    if (first < 0) first = i;
    if (mask[i]) hit = true;
  }
  const row = Math.floor(first / width);
  const column = first % width;
  let distance = Infinity;
  for (let i = 0; i < mask.length; i++)
    if (mask[i]) distance = Math.min(distance, Math.hypot(Math.floor(i / width) - row, (i % width) - column));
  return { hit, row, column, distance };
}

export const pointingGame = defineMetric({
  id: 'pointing-game',
  label: 'Pointing Game',
  paper: {
    authors: 'Zhang, Lin, Brandt, Shen & Sclaroff',
    year: 2016,
    title: 'Top-down Neural Attention by Excitation Backprop',
    url: 'https://arxiv.org/abs/1608.00507',
  },
  better: 'higher',
  unit: '%',
  aspect: { of: 'localisation', from: 0, to: 100 },
  formula:
    '100 if a largest value of the map lies in the object mask, or at most the tolerance, in pixels, away from it; else 0',
  needs: ['mask'],
  params: [number({ name: 'tolerancePixels', label: 'Tolerance', unit: 'px', default: 0, minimum: 0 })],
  evidence: 'where the map is largest, and the object',
  async score({ map, mask, witness }, params) {
    const object = required(mask, 'pointing-game', 'an object mask');
    const { hit, distance } = point(map.data, object, map.dims[map.dims.length - 1]);
    const { maximum } = extremes(map.data);
    witness?.region({
      what: 'the largest values',
      cut: Uint8Array.from(map.data, (v) => Number(v === maximum)),
      object,
    });
    return { value: hit || distance <= params.tolerancePixels ? 100 : 0, parts: { distance } };
  },
});
