import type { Raster } from '../../../protocol/raster';
import type { ScatteringBank, ScatteringCoefficients } from '../../../protocol/scattering';
import { phaseColored, phaseWheel } from '../../image/phase-colors';
import { colored, enlarged, legend, sheetOf, stacked, type Tile } from '../../image/sheet';
import { scatteringDisc } from './disc';

const DISC = 384;

/** A filter's name without the letters no image can hold: scale and angle. */
const shortName = (name: string): string => name.replace(/^psi /, '').replace(/^phi$/, '');

/**
 * The bank: each filter in space (hue is phase, brightness magnitude, each to its own peak) and in frequency, the
 * legend wheel below.
 */
export function bankSheet({ filters, littlewoodPaley, request: { L } }: ScatteringBank): Raster {
  const space = filters.map(
    ({
      space: {
        dims: [, height, width],
        data,
      },
      name,
    }): Tile => {
      const [re, im] = [data.subarray(0, height * width), data.subarray(height * width)];
      const peak = re.reduce((most, v, i) => Math.max(most, Math.hypot(v, im[i])), 0);
      return { raster: enlarged(phaseColored(re, im, height, width, peak), 64), caption: shortName(name) };
    },
  );
  const frequency = filters.map(
    ({
      frequency: {
        dims: [, height, width],
        data,
      },
      name,
    }): Tile => {
      const peak = data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      return {
        raster: enlarged(colored(data.map(Math.abs), height, width, 'inferno', [0, peak]), 64),
        caption: shortName(name),
      };
    },
  );
  const {
    dims: [, height, width],
    data,
  } = littlewoodPaley;
  const sum = sheetOf([{ raster: enlarged(colored(data, height, width, 'viridis', [0, 1]), 192) }], 1);
  return stacked([
    sheetOf(space, L),
    phaseWheel(),
    sheetOf(frequency, L),
    legend('inferno', [0, 1]),
    sum,
    legend('viridis', [0, 1]),
  ]);
}

/**
 * Coefficients of one order as maps on one scale, summed over the channels. First: a row a scale, a column an angle.
 * Second: a row (j1, t1), a column (j2, t2).
 */
export function coefficientSheet(
  { paths, channels, coefficients, request: { J, L } }: ScatteringCoefficients,
  order: 0 | 1 | 2,
): Raster {
  const [, height, width] = coefficients.dims;
  const places = height * width;
  const map = (path: number): Float32Array => {
    const sum = new Float32Array(places);
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < places; p++) sum[p] += coefficients.data[(c * paths.length + path) * places + p];
    return sum;
  };
  const columns = order === 0 ? 1 : order === 1 ? L : (J - 1) * L;
  const tiles: { at: number; values: Float32Array; caption?: string }[] = [];
  paths.forEach((path, k) => {
    if (path.order !== order) return;
    const at = order < 2 ? tiles.length : (path.j1 * L + path.t1) * columns + (path.j2 - 1) * L + path.t2;
    tiles.push({ at, values: map(k), ...(order === 1 && { caption: `j=${path.j1} t=${path.t1}` }) });
  });
  const [low, high] = tiles.reduce(
    ([a, b], { values }) => values.reduce(([x, y], v) => [Math.min(x, v), Math.max(y, v)], [a, b]),
    [0, 0],
  );
  const grid: (Tile | undefined)[] = [];
  const least = order === 2 ? 16 : 64;
  for (const { at, values, caption } of tiles)
    grid[at] = {
      raster: enlarged(colored(values, height, width, 'viridis', [low, high]), least),
      ...(caption !== undefined && { caption }),
    };
  return stacked([sheetOf(Array.from(grid), columns), legend('viridis', [low, high])]);
}

/** The polar discs of first and second order, each with its own scale. */
export function discSheet({ paths, means, request: { J, L, maxOrder } }: ScatteringCoefficients): Raster {
  const orders = ([1, 2] as const).filter((order) => order <= maxOrder && paths.some((path) => path.order === order));
  return stacked(
    orders.flatMap((order) => {
      const peak = paths.reduce((most, path, k) => (path.order === order ? Math.max(most, means[k]) : most), 0);
      return [
        sheetOf([{ raster: scatteringDisc(paths, means, { J, L, order, side: DISC, peak }) }], 1),
        legend('viridis', [0, peak]),
      ];
    }),
  );
}
