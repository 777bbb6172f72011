import { resizedMap } from '../../tensor/resize';
import { floats, type FloatTensor } from '../../tensor/tensor';

/** Cells of a grid over the input, no finer than the input. */
export function cellGrid(spatial: readonly number[], gridSize: number): [rows: number, columns: number] {
  return spatial.length === 1
    ? [1, Math.min(gridSize, spatial[0])]
    : [Math.min(gridSize, spatial[0]), Math.min(gridSize, spatial[1])];
}

/** Values of grid cells, interpolated linearly to the input's size, `[1, 1, …]`. */
export function cellMap(
  values: Float64Array,
  cells: readonly [number, number],
  spatial: readonly number[],
): FloatTensor {
  const size: [number, number] = spatial.length === 1 ? [1, spatial[0]] : [spatial[0], spatial[1]];
  return floats([1, 1, ...spatial], Float32Array.from(resizedMap(values, cells, size)));
}
