import type { SignalScattering } from '../../protocol/scattering';
import type { Palette } from '../draw/palette';
import { opaqueWords, paintPlane, TileAtlas } from '../draw/tiles';
import type { Key } from '../grid/legend';
import { memo } from '../ui/memo';

/** One order's coefficients over time: a row a path, the mean over the channels. */
export interface Scalogram {
  readonly order: 1 | 2;
  readonly atlas: TileAtlas;
  readonly key: Key;
  /** Places of the rows' paths among all. */
  readonly rows: readonly number[];
  readonly values: Float32Array;
  readonly times: number;
}

/** The orders that were computed, the highest frequencies on top. */
export const scalograms = memo((answer: SignalScattering, palette: Palette): Scalogram[] => {
  const orders = ([1, 2] as const).filter((order) => answer.paths.some((path) => path.order === order));
  return orders.map((order) => scalogram(answer, order, palette));
});

function scalogram(
  { paths, coefficients: { dims, data } }: SignalScattering,
  order: 1 | 2,
  palette: Palette,
): Scalogram {
  const rows = paths.flatMap((path, k) => (path.order === order ? [k] : []));
  const times = dims[1];
  const channels = dims[0] / paths.length;
  const values = new Float32Array(rows.length * times);
  rows.forEach((path, row) => {
    for (let c = 0; c < channels; c++)
      for (let x = 0; x < times; x++) values[row * times + x] += data[(c * paths.length + path) * times + x] / channels;
  });
  const range = values.reduce((most, value) => Math.max(most, value), 0);
  const colors = { words: opaqueWords(palette.sequential), diverging: false };
  const plane = { width: times, height: rows.length, range, colors };
  const atlas = new TileAtlas({
    count: 1,
    width: times,
    height: rows.length,
    paint: (_index, pixels, at, stride) => paintPlane(values, 0, plane, [pixels, at, stride]),
  });
  return { order, atlas, key: { table: palette.sequential, low: 0, high: range }, rows, values, times };
}
