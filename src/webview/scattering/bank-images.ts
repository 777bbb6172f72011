import type { FloatMap } from '../../protocol/raster';
import type { ScatteringBank, WaveletDescription } from '../../protocol/scattering';
import type { Palette } from '../draw/palette';
import { phaseWord, type ZeroColor } from '../draw/phase';
import { opaqueWords, paintPlane, TileAtlas } from '../draw/tiles';
import type { Key } from '../grid/legend';
import { memo } from '../ui/memo';
import type { Scale } from './app';

/** Pixels of a tile per axis at most: a larger window is looked at on fewer places. */
const mostPixels = 128;

/** The filters in space, each relative to its own peak. */
export const spaceImages = memo(({ filters }: ScatteringBank, window: Scale, zero: ZeroColor): TileAtlas => {
  const largest = [1, 2].map((axis) => Math.max(...filters.map(({ space }) => space.dims[axis])));
  const [height, width] = largest.map((length) => Math.min(mostPixels, length));
  const paint = (index: number, pixels: Uint32Array, at: number, stride: number): void => {
    const { space } = filters[index];
    const [rows, columns] = window === 'shared' ? largest : space.dims.slice(1);
    const peak = peakOf(space);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [re, im] = complexAt(
          space,
          Math.floor(((y + 0.5) * rows) / height),
          Math.floor(((x + 0.5) * columns) / width),
          rows,
          columns,
        );
        pixels[at + y * stride + x] = phaseWord(re, im, peak, zero);
      }
    }
  };
  return new TileAtlas({ count: filters.length, width, height, paint });
});

/** The picked filter in its own window, place for place. */
export const ownImage = memo(({ space }: WaveletDescription, zero: ZeroColor): TileAtlas => {
  const [, height, width] = space.dims;
  const peak = peakOf(space);
  const paint = (_index: number, pixels: Uint32Array, at: number, stride: number): void => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++)
        pixels[at + y * stride + x] = phaseWord(...complexAt(space, y, x, height, width), peak, zero);
    }
  };
  return new TileAtlas({ count: 1, width, height, paint });
});

/** The transfer functions, each relative to its own peak; zero frequency is in the middle. */
export const frequencyImages = memo(({ filters }: ScatteringBank, palette: Palette): TileAtlas => {
  const [, height, width] = filters[0].frequency.dims;
  const colors = { words: opaqueWords(palette.sequential), diverging: false };
  const paint = (index: number, pixels: Uint32Array, at: number, stride: number): void => {
    const { data } = filters[index].frequency;
    paintPlane(data, 0, { width, height, range: greatest(data), colors }, [pixels, at, stride]);
  };
  return new TileAtlas({ count: filters.length, width, height, paint });
});

/** The Littlewood-Paley sum, with its colours and its extremes. */
export const sumImage = memo(({ littlewoodPaley: { dims, data } }: ScatteringBank, palette: Palette) => {
  const [, height, width] = dims;
  const colors = { words: opaqueWords(palette.sequential), diverging: false };
  const range = greatest(data);
  const atlas = new TileAtlas({
    count: 1,
    width,
    height,
    paint: (_index, pixels, at, stride) => paintPlane(data, 0, { width, height, range, colors }, [pixels, at, stride]),
  });
  const key: Key = { table: palette.sequential, low: 0, high: range };
  return { atlas, key, minimum: data.reduce((least, value) => Math.min(least, value), Infinity), maximum: range };
});

/** Largest magnitude of a complex map. */
export function peakOf({ dims: [, height, width], data }: FloatMap): number {
  let peak = 0;
  for (let i = 0; i < height * width; i++) peak = Math.max(peak, Math.hypot(data[i], data[i + height * width]));
  return peak;
}

/** The value at a place of a window of `rows` × `columns` around the filter; zero beyond the filter's end. */
function complexAt(
  { dims: [, height, width], data }: FloatMap,
  y: number,
  x: number,
  rows: number,
  columns: number,
): [number, number] {
  const [row, column] = [y - (rows >> 1) + (height >> 1), x - (columns >> 1) + (width >> 1)];
  if (row < 0 || column < 0 || row >= height || column >= width) return [0, 0];
  const at = row * width + column;
  return [data[at], data[at + height * width]];
}

function greatest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
