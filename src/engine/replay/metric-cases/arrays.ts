import type { Values } from '../../statistics/values';
import { sizeOf, type Tensor } from '../../tensor/tensor';
import type { CaseFiles, ReferenceCase } from '../adapter';

/** One value per image. */
export const vector = (values: Values): Tensor => matrix([Array.from(values)], [values.length]);

/** Rows of equal length as an array of the shape given, [rows, columns] unless told. */
export function matrix(
  rows: readonly ArrayLike<number>[],
  dims: readonly number[] = [rows.length, rows[0].length],
): Tensor {
  return { type: 'float64', dims, data: Float64Array.from(rows.flatMap((row) => Array.from(row))) };
}

export const integers = (values: ArrayLike<number>, dims: readonly number[] = [values.length]): Tensor => ({
  type: 'int32',
  dims,
  data: Int32Array.from(values),
});

/** The slices of an array [N, …] along its first axis, in double precision. */
export function slices(tensor: Tensor): Float64Array[] {
  const size = sizeOf(tensor.dims.slice(1));
  const all = Float64Array.from(tensor.data as ArrayLike<number>);
  return Array.from({ length: tensor.dims[0] }, (_, n) => all.subarray(n * size, (n + 1) * size));
}

/** The case's maps and object masks, one pair per image, and the width of a map. */
export function mapsAndMasks(
  { params }: ReferenceCase,
  files: CaseFiles,
): { maps: Float64Array[]; masks: Float64Array[]; width: number } {
  const maps = files.array(params.maps);
  return { maps: slices(maps), masks: slices(files.array(params.objectMasks)), width: maps.dims[maps.dims.length - 1] };
}
