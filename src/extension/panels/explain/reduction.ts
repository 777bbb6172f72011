import type { ByteVolume, FloatMap, Raster } from '../../../protocol/raster';

/** Longer sides are brought to this many pixels: what a cell of the grid shows. */
const side = 160;

/** A map of an image [C, H, W], or of a volume, as the sum of its channels and slices, reduced; that of a signal as it is. */
export function reducedMap(map: FloatMap, longest = side): FloatMap {
  if (map.dims.length < 3) return map;
  const [height, width] = map.dims.slice(-2);
  const sums = new Float32Array(height * width);
  for (let i = 0; i < map.data.length; i++) sums[i % sums.length] += map.data[i];
  const [down, across] = sizeOf(height, width, longest);
  const data = reducedPlane(sums, { height, width, down, across, step: 1, from: 0 });
  return { dims: [down, across], data };
}

export function reducedImage({ width, height, rgba }: Raster, longest = side): Raster {
  const [down, across] = sizeOf(height, width, longest);
  const reduced = new Uint8ClampedArray(4 * down * across);
  for (let from = 0; from < 4; from++)
    reducedPlane(rgba, { height, width, down, across, step: 4, from }).forEach(
      (value, i) => (reduced[4 * i + from] = value),
    );
  return { width: across, height: down, rgba: reduced };
}

/** The mean of the slices of a volume: colours of three channels, the first of others as grey. */
export function meanSlice({ dims: [channels, depth, height, width], data }: ByteVolume): Raster {
  const area = height * width;
  const rgba = new Uint8ClampedArray(4 * area).fill(255);
  for (let place = 0; place < area; place++)
    for (let color = 0; color < 3; color++) {
      const first = (channels === 3 ? color : 0) * depth * area + place;
      let sum = 0;
      for (let slice = 0; slice < depth; slice++) sum += data[first + slice * area];
      rgba[4 * place + color] = sum / depth;
    }
  return { width, height, rgba };
}

function sizeOf(height: number, width: number, longest: number): [number, number] {
  const factor = Math.max(1, Math.max(height, width) / longest);
  return [Math.max(1, Math.round(height / factor)), Math.max(1, Math.round(width / factor))];
}

interface Reduction {
  readonly height: number;
  readonly width: number;
  readonly down: number;
  readonly across: number;
  /** The plane's values lie so far apart, from the first on. */
  readonly step: number;
  readonly from: number;
}

/** Every value the mean of those it stands for. */
function reducedPlane(values: ArrayLike<number>, size: Reduction): Float32Array {
  const { height, width, down, across, step, from } = size;
  const edges = (count: number, length: number): number[] =>
    Array.from({ length: count + 1 }, (_, i) => Math.floor((i * length) / count));
  const [rows, columns] = [edges(down, height), edges(across, width)];
  const data = new Float32Array(down * across);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      let sum = 0;
      for (let row = rows[y]; row < rows[y + 1]; row++)
        for (let column = columns[x]; column < columns[x + 1]; column++)
          sum += values[step * (row * width + column) + from];
      data[y * across + x] = sum / ((rows[y + 1] - rows[y]) * (columns[x + 1] - columns[x]));
    }
  return data;
}
