import type { GraphBuilder } from '../../graph/builder';
import { floats } from '../../tensor/tensor';
import type { Size } from './fitting';

/** Column and row of every place of grids, and its stride: level by level, row by row. */
export function placesOf(
  builder: GraphBuilder,
  [height, width]: Size,
  levels: readonly number[],
): Record<'places' | 'strides', string> {
  const rows = levels.flatMap((stride) => {
    const [tall, broad] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    return Array.from({ length: tall * broad }, (_, k) => ({ at: [k % broad, Math.floor(k / broad)], stride }));
  });
  const places = floats([rows.length, 2], Float32Array.from(rows.flatMap(({ at }) => at)));
  const strides = floats(
    [rows.length, 1],
    Float32Array.from(rows, ({ stride }) => stride),
  );
  return { places: builder.constant(places, 'places'), strides: builder.constant(strides, 'strides') };
}
