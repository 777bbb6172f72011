import type { CompleteRecipe } from '../../../protocol/recipe';
import type { ImageRecipe } from './image-recipe';
import { isArray, readArray } from '../../image/array';
import { inputOf } from '../../image/conversion';
import { readPixels } from '../../image/pixels';
import { imageSize } from '../../image/size';
import { asFloats, floats, type FloatTensor } from '../../tensor/tensor';

/** What is kept of an input: bytes of an image, numbers of an array. */
export type Stored = Uint8Array | Float32Array;

/** How inputs of one kind become equal arrays. */
export interface Decoding {
  readonly kind: 'images' | 'signals';
  readonly dims: readonly number[];
  /** How they are decoded; null of arrays. */
  readonly images: ImageRecipe | null;
  read(path: string): Promise<Stored>;
}

/** Images at one size, from black (0) to white (1) and red first; those of 8 bits are kept as bytes. */
export function imageDecoding(images: ImageRecipe): Decoding {
  const { size, color, mean } = images;
  const each = (value: number): number[] => mean.map(() => value);
  const plain = { color: color === 'gray' ? 'gray' : 'rgb', range: [0, 1], mean: each(0), std: each(1) } as const;
  const recipe = {
    resizeShorter: null,
    pad: 0,
    white: null,
    black: null,
    ...images,
    ...plain,
  } as unknown as CompleteRecipe;
  return {
    kind: 'images',
    dims: [mean.length, ...size],
    images,
    async read(path) {
      const pixels = await readPixels(path, recipe);
      const { data } = inputOf(pixels, recipe);
      return pixels.white === 255 && pixels.values instanceof Uint8Array ? bytesOf(data) : data;
    },
  };
}

function bytesOf(shares: Float32Array): Uint8Array {
  const bytes = new Uint8Array(shares.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(255 * shares[i]);
  return bytes;
}

/** Arrays as they are, their batch axis taken off. */
export const arrayDecoding = (dims: readonly number[]): Decoding => ({
  kind: 'signals',
  dims,
  images: null,
  read: (path) => {
    const array = withoutBatch(asFloats(readArray(path)));
    if (array.dims.join() !== dims.join())
      throw new RangeError(`it is [${array.dims.join(', ')}], but others are [${dims.join(', ')}]`);
    return Promise.resolve(array.data);
  },
});

/** [C, …] of [1, C, …] or of [L]. */
function withoutBatch(array: FloatTensor): FloatTensor {
  const { dims } = array;
  const own = dims.length === 1 ? [1, dims[0]] : dims.length > 2 && dims[0] === 1 ? dims.slice(1) : dims;
  return { ...array, dims: own };
}

/** Bytes as shares of 1. */
const SHARES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** What is stored as an input. A plain loop: `from` with a function takes ten times as long. */
export function restored(stored: Stored, dims: readonly number[]): FloatTensor {
  if (!(stored instanceof Uint8Array)) return floats(dims, stored.slice());
  const input = floats(dims);
  for (let i = 0; i < stored.length; i++) input.data[i] = SHARES[stored[i]];
  return input;
}

/** The size of an image, or the dims of an array. */
export const shapeOf = async (path: string): Promise<readonly number[]> =>
  isArray(path) ? withoutBatch(asFloats(readArray(path))).dims : await imageSize(path);
