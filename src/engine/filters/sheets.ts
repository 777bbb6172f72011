import type { FeatureMaps, FilterKernels } from '../../protocol/filters';
import type { Raster } from '../../protocol/raster';
import { blank, colored, enlarged, legend, sheetOf, stacked, type Tile } from '../image/sheet';

/** Filters and maps a sheet shows at most, the strongest. */
const MOST_TILES = 256;
const TILE = 48;

const columnsFor = (count: number): number => Math.min(16, Math.max(4, Math.ceil(Math.sqrt(count))));

function tiled(order: readonly number[], raster: (index: number) => Raster, least = TILE): Raster {
  return sheetOf(
    order.map((index): Tile => ({ raster: enlarged(raster(index), least), caption: String(index) })),
    columnsFor(order.length),
  );
}

/** The strongest filters that were sent, as places in the sent array with their numbers. */
function strongest({ orders, indices }: FilterKernels): { number: number; at: number }[] {
  const places = new Map([...indices].map((number, at) => [number, at]));
  return [...orders.norm]
    .flatMap((number) => (places.has(number) ? [{ number, at: places.get(number)! }] : []))
    .slice(0, MOST_TILES);
}

/**
 * Kernels on one sheet with a shared scale, the strongest first: three channels as RGB with grey as zero, one channel
 * diverging, more as the norm over the channels; layers without places as their matrix, a row a filter.
 */
export function kernelSheet(answer: FilterKernels): Raster {
  const [, channels, height, width] = answer.layer.dims;
  const { data } = answer.kernels;
  const size = channels * height * width;
  const chosen = strongest(answer);
  const peak = chosen.reduce(
    (most, { at }) => data.subarray(at * size, (at + 1) * size).reduce((a, v) => Math.max(a, Math.abs(v)), most),
    0,
  );
  const byNumber = new Map(chosen.map(({ number, at }) => [number, data.subarray(at * size, (at + 1) * size)]));
  const order = chosen.map(({ number }) => number);
  if (height * width === 1) {
    const matrix = Float32Array.from(
      { length: order.length * channels },
      (_, i) => byNumber.get(order[Math.floor(i / channels)])![i % channels],
    );
    return stacked([
      sheetOf([{ raster: enlarged(colored(matrix, order.length, channels, 'blue-red', [-peak, peak]), 512) }], 1),
      legend('blue-red', [-peak, peak]),
    ]);
  }
  if (channels === 3)
    return stacked([tiled(order, (f) => rgb(byNumber.get(f)!, height, width, peak)), legend('gray', [-peak, peak])]);
  if (channels === 1)
    return stacked([
      tiled(order, (f) => colored(byNumber.get(f)!, height, width, 'blue-red', [-peak, peak])),
      legend('blue-red', [-peak, peak]),
    ]);
  const norms = new Map(order.map((f) => [f, overChannels(byNumber.get(f)!, channels)]));
  const most = [...norms.values()].reduce((a, map) => map.reduce((b, v) => Math.max(b, v), a), 0);
  return stacked([
    tiled(order, (f) => colored(norms.get(f)!, height, width, 'viridis', [0, most])),
    legend('viridis', [0, most]),
  ]);
}

/** Frequency responses, each relative to its own peak, zero frequency in the middle. */
export function frequencySheet(answer: FilterKernels): Raster | null {
  if (!answer.frequency) return null;
  const {
    dims: [, n, m],
    data,
  } = answer.frequency;
  const places = new Map(strongest(answer).map(({ number, at }) => [number, at]));
  const tile = (f: number): Raster => {
    const plane = data.subarray(places.get(f)! * n * m, (places.get(f)! + 1) * n * m);
    return colored(plane, n, m, 'inferno', [0, plane.reduce((a, v) => Math.max(a, v), 0)]);
  };
  return stacked([tiled([...places.keys()], tile), legend('inferno', [0, 1])]);
}

/** Feature maps with a shared scale, the strongest first; diverging where they are signed. */
export function featureSheet({ maps, order }: FeatureMaps): Raster {
  const [channels, height, width] = maps.dims;
  const shown = [...order.slice(0, MOST_TILES)];
  const plane = (c: number): Float32Array => maps.data.subarray(c * height * width, (c + 1) * height * width);
  const [low, high] = shown.reduce(
    ([a, b], c) => plane(c).reduce(([x, y], v) => [Math.min(x, v), Math.max(y, v)], [a, b]),
    [0, 0],
  );
  const peak = Math.max(-low, high);
  const scale: readonly [string, readonly [number, number]] =
    low < 0 ? ['blue-red', [-peak, peak]] : ['inferno', [0, high]];
  if (height * width === 1)
    return stacked([
      sheetOf([{ raster: enlarged(colored(maps.data, 1, channels, ...scale), 512) }], 1),
      legend(...scale),
    ]);
  return stacked([tiled(shown, (c) => colored(plane(c), height, width, ...scale), 64), legend(...scale)]);
}

function rgb(kernel: Float32Array, height: number, width: number, peak: number): Raster {
  const raster = blank(width, height);
  for (let p = 0; p < height * width; p++)
    for (let c = 0; c < 3; c++)
      raster.rgba[4 * p + c] = 127.5 * (1 + (peak > 0 ? kernel[c * height * width + p] / peak : 0));
  return raster;
}

function overChannels(kernel: Float32Array, channels: number): Float32Array {
  const places = kernel.length / channels;
  const sums = new Float32Array(places);
  kernel.forEach((v, i) => (sums[i % places] += v * v));
  return sums.map(Math.sqrt);
}
