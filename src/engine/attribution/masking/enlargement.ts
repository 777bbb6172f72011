import { resizedMap, resizingMatrix } from '../../tensor/resize';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Height and width. */
type Size = readonly [number, number];

const planeOf = (spatial: readonly number[]): Size =>
  spatial.length === 1 ? [1, spatial[0]] : [spatial[0], spatial[1]];

/**
 * Linear resizing (half-pixel centres) of maps to an input's positions, which are mostly more: large = R · small · Cᵀ.
 */
export class Enlargement {
  /** R `[height, small height]`. */
  readonly rows: FloatTensor;
  /** Cᵀ `[small width, width]`. */
  readonly columns: FloatTensor;
  /** How much of each element of a small map the large one holds: Σ large = Σ cover · small. */
  readonly cover: Float64Array;
  readonly from: Size;
  private readonly to: Size;

  /** @param from and to: spatial dimensions, one for signals or two */
  constructor(from: readonly number[], to: readonly number[]) {
    this.from = planeOf(from);
    this.to = planeOf(to);
    const [down, across] = [0, 1].map((axis) => resizingMatrix(this.from[axis], this.to[axis]));
    this.rows = floats([this.to[0], this.from[0]], Float32Array.from(down));
    this.columns = floats([this.from[1], this.to[1]], transposed(across, this.from[1]));
    const [tall, broad] = [columnSums(down, this.from[0]), columnSums(across, this.from[1])];
    this.cover = Float64Array.from(
      { length: sizeOf(this.from) },
      (_, k) => tall[Math.floor(k / broad.length)] * broad[k % broad.length],
    );
  }

  large(map: ArrayLike<number>): Float64Array {
    return resizedMap(map, this.from, this.to);
  }

  /** The least and the largest value of the large map. */
  range(map: ArrayLike<number>): Range {
    return rangeOf(this.large(map));
  }
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

// Loops by index here and below: a call per element takes ten times as long, and there is a map per channel.

/**
 * A small map scaled so that, enlarged, it reaches from 0 to 1: each row of R and C sums to 1, so scaling may come
 * first.
 */
export function scaledBy(map: ArrayLike<number>, { low, high }: Range): Float64Array {
  const result = new Float64Array(map.length);
  for (let i = 0; i < map.length; i++) result[i] = (map[i] - low) / (high - low);
  return result;
}

const columnSums = (matrix: Float64Array, width: number): Float64Array => {
  const sums = new Float64Array(width);
  matrix.forEach((value, k) => (sums[k % width] += value));
  return sums;
};

const transposed = (matrix: Float64Array, width: number): Float32Array => {
  const height = matrix.length / width;
  return Float32Array.from(matrix, (_, k) => matrix[(k % height) * width + Math.floor(k / height)]);
};

function rangeOf(map: Float64Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < map.length; i++) {
    low = Math.min(low, map[i]);
    high = Math.max(high, map[i]);
  }
  return { low, high };
}
