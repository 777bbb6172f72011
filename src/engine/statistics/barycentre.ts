import type { Values } from './values';

export interface Barycentre {
  /** In pixels from the top-left pixel's centre. */
  readonly row: number;
  readonly column: number;
  /** Root mean squared distance from the barycentre, weighted by the map; in pixels. */
  readonly spread: number;
}

/**
 * Centre of mass and spread of a non-negative map; NaN when its sum is zero.
 * @param map [height, width], flattened
 */
export function barycentre(map: Values, width: number): Barycentre {
  let mass = 0;
  let row = 0;
  let column = 0;
  for (let i = 0; i < map.length; i++) {
    mass += map[i];
    row += map[i] * Math.floor(i / width);
    column += map[i] * (i % width);
  }
  row /= mass;
  column /= mass;
  let moment = 0;
  for (let i = 0; i < map.length; i++)
    moment += map[i] * ((Math.floor(i / width) - row) ** 2 + ((i % width) - column) ** 2);
  return { row, column, spread: Math.sqrt(moment / mass) };
}
