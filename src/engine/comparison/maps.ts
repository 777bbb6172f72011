import { basename, extname } from 'node:path';
import type { NamedMap } from '../../protocol/comparison';
import { LensError } from '../../protocol/error';
import { channelSum } from '../metric/metric';
import { readArray } from '../image/array';
import { resizedMap } from '../tensor/resize';
import { asFloats, floats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';

/** Axes of a map with its batch axis: a signal's, an image's. */
const BATCHED = new Set([3, 4]);

/** A map to be compared: one value per position. */
export interface FlatMap {
  readonly name: string;
  /** Empty for a map that is in no file. */
  readonly path: string;
  readonly map: FloatTensor;
}

/** Maps of `.npy` files, channels added. @throws LensError for one that cannot be read or is no map of finite values */
export function readMaps(paths: readonly string[]): FlatMap[] {
  return paths.map((path, i) => ({ name: nameOf(paths, i), path, map: readMap(path) }));
}

/** Maps that were just made: [C, H, W] or [C, L]. @throws LensError for one whose values are not finite */
export function flatMaps(maps: readonly NamedMap[]): FlatMap[] {
  return maps.map(({ name, map }) => ({
    name,
    path: '',
    map: flat(floats([1, ...map.dims], map.data), name, 'Run its method again with other parameters'),
  }));
}

/**
 * Brings images' maps to the size of the smallest, by linear interpolation: what a coarser map does not tell cannot
 * be compared.
 */
export function sameSize(maps: readonly FlatMap[]): { maps: FlatMap[]; resized: string[] } {
  const images = maps.filter(({ map }) => map.dims.length === 2);
  const [smallest] = [...images].sort((a, b) => sizeOf(a.map.dims) - sizeOf(b.map.dims));
  const isOdd = ({ map }: FlatMap): boolean => map.dims.length === 2 && map.dims.join() !== smallest.map.dims.join();
  const brought = maps.map((one) => (isOdd(one) ? { ...one, map: resized(one.map, smallest.map.dims) } : one));
  return { maps: brought, resized: maps.filter(isOdd).map(({ name }) => name) };
}

function resized({ dims, data }: FloatTensor, size: readonly number[]): FloatTensor {
  return floats(size, Float32Array.from(resizedMap(data, [dims[0], dims[1]], [size[0], size[1]])));
}

/** The file's name, or its whole path where two are alike. */
function nameOf(paths: readonly string[], at: number): string {
  const short = paths.map((path) => basename(path, extname(path)));
  return short.filter((name) => name === short[at]).length > 1 ? paths[at] : short[at];
}

function readMap(path: string): FloatTensor {
  const array = asFloats(readArray(path));
  const batched =
    BATCHED.has(array.dims.length) && array.dims[0] === 1
      ? array
      : reshaped(array, [1, ...(array.dims.length < 3 ? [1] : []), ...array.dims]);
  return flat(batched, path, 'Save one map as [1, C, H, W], [C, H, W] or [H, W]');
}

/** Channels of [1, C, …] added. */
function flat(batched: FloatTensor, where: string, next: string): FloatTensor {
  const map = channelSum(batched);
  const unusable = batched.dims.length > 4 || map.data.some((v) => !Number.isFinite(v));
  if (unusable)
    throw new LensError({
      code: 'wrong-shape',
      what: `[${batched.dims.slice(1).join(', ')}] is not one map of finite values`,
      where,
      next,
    });
  return map;
}
