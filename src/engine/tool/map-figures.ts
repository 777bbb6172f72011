import type { FloatMap } from '../../protocol/raster';
import { scoreObject } from '../explanation/object';
import { inside } from '../metric/localisation';
import { channelSum } from '../metric/metric';
import { sum } from '../statistics/values';
import { floats, type FloatTensor } from '../tensor/tensor';

const ROWS = ['top', 'middle', 'bottom'];
const COLUMNS = ['left', 'centre', 'right'];
/** The names of places are those of thirds. */
const THIRDS = 3;

/** One value per position, [H, W], [L] or [D, H, W]. */
const flat = ({ dims, data }: FloatMap): FloatTensor => channelSum(floats([1, ...dims], data));

/** Where a map points, in numbers that can be told. */
export function mapFigures(channels: FloatMap, grid: number) {
  const map = flat(channels);
  const [height, width] = lastAxes(map);
  const shares = cellShares(map, grid);
  const at = largest(map.data);
  const [row, column] = [Math.floor(at / width) % height, at % width];
  return {
    peak: { row, column, depth: map.dims.length > 2 ? Math.floor(at / (width * height)) : undefined },
    peak_lies: [
      ...(height > 1 ? [ROWS[Math.floor((row * THIRDS) / height)]] : []),
      COLUMNS[Math.floor((column * THIRDS) / width)],
    ].join(' '),
    share_by_region: shares,
    share_positive: positiveShare(map.data),
  };
}

/** How well a map points at an object; null for a mask of another size. */
export function objectFigures(channels: FloatMap, mask: FloatMap) {
  const map = flat(channels);
  if (map.data.length !== mask.data.length) return null;
  const sizes = map.data.map(Math.abs);
  const [score] = scoreObject({ maps: [{ name: '', map: channels }], mask }).scores;
  return {
    share_inside: inside(sizes, mask.data) / sum(sizes),
    object_share_of_image: sum(mask.data) / mask.data.length,
    iou: score?.iou ?? null,
    peak_in_object: score?.hit ?? null,
  };
}

/** Height and width of the positions; a signal is one row. */
function lastAxes({ dims }: FloatTensor): readonly [number, number] {
  return [dims.length > 1 ? dims[dims.length - 2] : 1, dims[dims.length - 1]];
}

/** Σ |value| in each cell of a grid over Σ |value|, row by row; along the depth of a volume everything is added. */
function cellShares(map: FloatTensor, grid: number): (number | null)[][] {
  const [height, width] = lastAxes(map);
  const [rows, columns] = [Math.min(grid, height), Math.min(grid, width)];
  const cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  let total = 0;
  for (const [i, value] of map.data.entries()) {
    const [row, column] = [Math.floor(i / width) % height, i % width];
    cells[Math.floor((row * rows) / height)][Math.floor((column * columns) / width)] += Math.abs(value);
    total += Math.abs(value);
  }
  return cells.map((cellsOfRow) => cellsOfRow.map((sum) => (total > 0 ? sum / total : null)));
}

function positiveShare(values: Float32Array): number | null {
  let [positive, total] = [0, 0];
  for (const value of values) {
    positive += Math.max(0, value);
    total += Math.abs(value);
  }
  return total > 0 ? positive / total : null;
}

function largest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
