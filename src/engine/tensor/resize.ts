/** Where a line of `to` samples reads a line of `from` samples: two neighbours and the weight of the second. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

export type Interpolation = 'nearest' | 'linear';

/** How a map is resized: linearly with half-pixel centres unless told otherwise. */
interface ResizeOptions {
  readonly mode?: Interpolation;
  readonly alignCorners?: boolean;
}

/**
 * Linear interpolation with half-pixel centres, clamped at the edge (cv2.INTER_LINEAR, PyTorch align_corners=False),
 * with the corners aligned, or nearest with source index floor(i · from / to).
 */
function tapsOf(from: number, to: number, mode: Interpolation, alignCorners: boolean): Taps {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    if (mode === 'nearest') {
      first[i] = second[i] = Math.min(from - 1, Math.floor((i * from) / to));
      continue;
    }
    const at = alignCorners ? (to > 1 ? (i * (from - 1)) / (to - 1) : 0) : ((i + 0.5) * from) / to - 0.5;
    const clamped = Math.min(Math.max(at, 0), from - 1);
    first[i] = Math.floor(clamped);
    second[i] = Math.min(first[i] + 1, from - 1);
    weight[i] = clamped - first[i];
  }
  return { first, second, weight };
}

/** Linear resizing of a line with half-pixel centres as a matrix `[to, from]`. */
export function resizingMatrix(from: number, to: number): Float64Array {
  const { first, second, weight } = tapsOf(from, to, 'linear', false);
  const matrix = new Float64Array(to * from);
  for (let i = 0; i < to; i++) {
    matrix[i * from + first[i]] += 1 - weight[i];
    matrix[i * from + second[i]] += weight[i];
  }
  return matrix;
}

/**
 * Resizes a map [height, width] in double precision.
 * @param size height and width of the result
 */
export function resizedMap(
  map: ArrayLike<number>,
  [height, width]: readonly [number, number],
  size: readonly [number, number],
  { mode = 'linear', alignCorners = false }: ResizeOptions = {},
): Float64Array {
  const [tall, broad] = size;
  const rows = tapsOf(height, tall, mode, alignCorners);
  const wide = widened(map, height, width, tapsOf(width, broad, mode, alignCorners));
  const result = new Float64Array(tall * broad);
  for (let y = 0; y < tall; y++) {
    const row = y * broad;
    const top = rows.first[y] * broad;
    const bottom = rows.second[y] * broad;
    const v = rows.weight[y];
    const u = 1 - v;
    for (let x = 0; x < broad; x++) result[row + x] = wide[top + x] * u + wide[bottom + x] * v;
  }
  return result;
}

/**
 * Resizes a map of one, two or three axes, axis by axis (linearly, bilinearly, trilinearly).
 * @param sides of the map, as many as the result has
 */
export function resizedGrid(
  map: ArrayLike<number>,
  sides: readonly number[],
  size: readonly number[],
  options: ResizeOptions = {},
): Float64Array {
  if (sides.length < 3) return resizedMap(map, pair(sides), pair(size), options);
  const [slices, ...plane] = sides;
  const [many, ...place] = size;
  const [from, to] = [plane[0] * plane[1], place[0] * place[1]];
  const planes = new Float64Array(slices * to);
  const values = Float64Array.from(map);
  for (let z = 0; z < slices; z++)
    planes.set(resizedMap(values.subarray(z * from, (z + 1) * from), pair(plane), pair(place), options), z * to);
  return resizedMap(planes, [slices, to], [many, to], options);
}

const pair = (sides: readonly number[]): readonly [number, number] =>
  sides.length === 1 ? [1, sides[0]] : [sides[0], sides[1]];

/** Every row interpolated along the columns; the rows are few, so most of the work is left to the second pass. */
function widened(map: ArrayLike<number>, height: number, width: number, columns: Taps): Float64Array {
  const size = columns.first.length;
  const wide = new Float64Array(height * size);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < size; x++) {
      const u = columns.weight[x];
      wide[y * size + x] = map[y * width + columns.first[x]] * (1 - u) + map[y * width + columns.second[x]] * u;
    }
  }
  return wide;
}
