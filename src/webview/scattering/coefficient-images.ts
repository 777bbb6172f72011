import type { ScatteringCoefficients } from '../../protocol/scattering';
import { pathAt } from '../../protocol/scattering-disc';
import { tableSize, type Palette } from '../draw/palette';
import { opaqueWords, paintPlane, TileAtlas } from '../draw/tiles';
import type { Key } from '../grid/legend';
import { memo } from '../ui/memo';
import type { Scale } from './app';

/** The maps of all paths: [paths, height, width], of one channel of the image or the mean of all. */
const planesOf = memo(
  ({ channels, paths, coefficients: { dims, data } }: ScatteringCoefficients, channel: number | null): Float32Array => {
    const places = dims[1] * dims[2];
    const size = paths.length * places;
    if (channel !== null) return data.subarray(channel * size, (channel + 1) * size);
    const mean = new Float32Array(size);
    for (let c = 0; c < channels; c++) for (let i = 0; i < size; i++) mean[i] += data[c * size + i] / channels;
    return mean;
  },
);

/** Images of the maps; a shared scale is that of an order, because each order is far weaker than the one before. */
export const coefficientImages = memo(
  (answer: ScatteringCoefficients, channel: number | null, scale: Scale, palette: Palette) => {
    const planes = planesOf(answer, channel);
    const [, height, width] = answer.coefficients.dims;
    const places = height * width;
    const peaks = answer.paths.map((_path, k) =>
      planes.subarray(k * places, (k + 1) * places).reduce((most, value) => Math.max(most, value), 0),
    );
    const ofOrder = [0, 1, 2].map((order) =>
      answer.paths.reduce((most, path, k) => (path.order === order ? Math.max(most, peaks[k]) : most), 0),
    );
    const rangeOf = (path: number): number => (scale === 'shared' ? ofOrder[answer.paths[path].order] : peaks[path]);
    const colors = { words: opaqueWords(palette.sequential), diverging: false };
    const paint = (path: number, pixels: Uint32Array, at: number, stride: number): void =>
      paintPlane(planes, path * places, { width, height, range: rangeOf(path), colors }, [pixels, at, stride]);
    const keyOf = (path: number): Key => ({ table: palette.sequential, low: 0, high: rangeOf(path) });
    return {
      atlas: new TileAtlas({ count: answer.paths.length, width, height, paint }),
      keyOf,
      valueAt: (path: number, row: number, column: number) => planes[path * places + row * width + column],
    };
  },
);

const discPixels = 384;

/** The discs of first and second order. */
export const discImages = memo((answer: ScatteringCoefficients, palette: Palette) => ({
  1: discOf(answer, 1, palette),
  2: discOf(answer, 2, palette),
}));

/**
 * The polar display of the means of one order: frequency outwards, orientation around; `at` finds the path under a
 * point in fractions.
 */
function discOf({ paths, means, request: { J, L } }: ScatteringCoefficients, order: 1 | 2, palette: Palette) {
  const keyOf = (j1: number, t1: number, j2: number, t2: number): string => [j1, t1, j2, t2].join();
  const numbers = new Map(
    paths.flatMap((path, k) => (path.order === order ? [[keyOf(path.j1, path.t1, path.j2, path.t2), k] as const] : [])),
  );
  const range = [...numbers.values()].reduce((most, k) => Math.max(most, means[k]), 0);
  const words = opaqueWords(palette.sequential);
  const at = (u: number, v: number): number | undefined => {
    const path = pathAt(2 * u - 1, 2 * v - 1, { J, L, order });
    return path && numbers.get(keyOf(path.j1, path.t1, path.j2, path.t2));
  };
  const paint = (_index: number, pixels: Uint32Array, from: number, stride: number): void => {
    for (let y = 0; y < discPixels; y++) {
      for (let x = 0; x < discPixels; x++) {
        const path = at((x + 0.5) / discPixels, (y + 0.5) / discPixels);
        if (path !== undefined)
          pixels[from + y * stride + x] = words[Math.round((range > 0 ? means[path] / range : 0) * (tableSize - 1))];
      }
    }
  };
  const key: Key = { table: palette.sequential, low: 0, high: range };
  return { atlas: new TileAtlas({ count: 1, width: discPixels, height: discPixels, paint }), key, at };
}
