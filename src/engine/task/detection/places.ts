import type { GraphBuilder } from '../../graph/builder';
import { floats } from '../../tensor/tensor';
import type { Size } from './fitting';

/** Column and row of every place of grids, and its stride: level by level, row by row, once for each of its anchors. */
export function placesOf(
  builder: GraphBuilder,
  [height, width]: Size,
  levels: readonly number[],
  anchors = 1,
): Record<'places' | 'strides', string> {
  const rows = levels.flatMap((stride) => {
    const [tall, broad] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    return Array.from({ length: tall * broad * anchors }, (_, k) => {
      const place = Math.floor(k / anchors);
      return { at: [place % broad, Math.floor(place / broad)], stride };
    });
  });
  const places = floats([rows.length, 2], Float32Array.from(rows.flatMap(({ at }) => at)));
  const strides = floats(
    [rows.length, 1],
    Float32Array.from(rows, ({ stride }) => stride),
  );
  return { places: builder.constant(places, 'places'), strides: builder.constant(strides, 'strides') };
}

const STRIDES = [4, 8, 16, 32, 64, 128];

export const placesAt = ([height, width]: Size, stride: number): number =>
  Math.ceil(height / stride) * Math.ceil(width / stride);

/** The neighbouring strides whose grids have so many places together; undefined where none have. */
export function stridesWith(size: Size, places: number): readonly number[] | undefined {
  const runs = STRIDES.flatMap((_, from) => STRIDES.slice(from).map((__, k) => STRIDES.slice(from, from + k + 1)));
  return runs.find((run) => run.length > 1 && run.reduce((sum, stride) => sum + placesAt(size, stride), 0) === places);
}
