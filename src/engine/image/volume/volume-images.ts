import type { ByteVolume, Raster } from '../../../protocol/raster';
import { laid, scaleOf } from '../overlay';
import { sheetOf, type Tile } from '../sheet';
import type { FloatTensor } from '../../tensor/tensor';

const MOST_SLICES = 64;

/** The sum of the channels of a map of a volume. */
interface VoxelMap {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

function voxelsOf({ dims, data }: FloatTensor): VoxelMap {
  const [depth, height, width] = dims.slice(2);
  const values = new Float64Array(depth * height * width);
  for (let i = 0; i < data.length; i++) values[i % values.length] += data[i];
  return { depth, height, width, values };
}

/** A map [1, channels, depth, height, width] slice by slice over its volume, in one scale; of very many an even choice. */
export function sliceSheet(map: FloatTensor, volume: ByteVolume): Raster {
  const { depth, height, width, values } = voxelsOf(map);
  const scale = scaleOf(values);
  const count = Math.min(depth, MOST_SLICES);
  const tiles = Array.from({ length: count }, (_, k): Tile => {
    const slice = Math.floor(((k + 0.5) * depth) / count);
    const plane = values.subarray(slice * height * width, (slice + 1) * height * width);
    return { raster: laid(plane, [height, width], scale, sliceOf(volume, slice)), caption: String(slice + 1) };
  });
  return sheetOf(tiles, Math.ceil(Math.sqrt(count)));
}

/** A map seen along the depth: at every place the largest value by its size, over the mean of the slices. */
export function projection(map: FloatTensor, volume: ByteVolume): Raster {
  const { depth, height, width, values } = voxelsOf(map);
  const area = height * width;
  const largest = new Float64Array(area);
  for (let i = 0; i < depth * area; i++)
    if (Math.abs(values[i]) > Math.abs(largest[i % area])) largest[i % area] = values[i];
  return laid(largest, [height, width], scaleOf(largest), meanOf(volume));
}

/** The slice half-way through a volume. */
export const middleSlice = (volume: ByteVolume): Raster => sliceOf(volume, Math.floor(volume.dims[1] / 2));

/** One slice: colours of three channels, the first of others as grey. */
function sliceOf({ dims: [channels, depth, height, width], data }: ByteVolume, slice: number): Raster {
  const rgba = new Uint8ClampedArray(4 * height * width).fill(255);
  for (let p = 0; p < height * width; p++)
    for (let c = 0; c < 3; c++) rgba[4 * p + c] = data[((channels === 3 ? c : 0) * depth + slice) * height * width + p];
  return { width, height, rgba };
}

function meanOf(volume: ByteVolume): Raster {
  const [, depth, height, width] = volume.dims;
  const rgba = new Uint8ClampedArray(4 * height * width).fill(255);
  const sums = new Float32Array(rgba.length);
  for (let slice = 0; slice < depth; slice++) sliceOf(volume, slice).rgba.forEach((value, i) => (sums[i] += value));
  return { width, height, rgba: rgba.map((_, i) => sums[i] / depth) };
}
