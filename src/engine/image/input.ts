import { LensError } from '../../protocol/error';
import type { InputBesideView, InputView } from '../../protocol/prediction';
import type { CompleteRecipe } from '../../protocol/recipe';
import { isArray, readArray } from './array';
import { levelsOf } from './recipe';
import { inputOf, rasterOf, rasterOfInput, writeInput } from './conversion';
import { readPixels } from './pixels';
import { readVolumeInput, volumeOfArray, volumeOfBands } from './volume/volume-input';
import { inOrder, toChannelsFirst, toChannelsLast } from '../tensor/channel-order';
import { asFloats, reshaped, type FloatTensor } from '../tensor/tensor';
import { transposed } from '../tensor/transposition';

/** An input beside the image, ready for the network that explains it, and as a person sees it. */
export interface ReadBeside {
  /** Channels first, [1, …]. */
  readonly tensor: FloatTensor;
  readonly view: InputBesideView;
}

/** An input ready for the network, and as a person sees it. */
export interface NetworkInput {
  /** [1, C, H, W] or [1, C, L]. */
  readonly tensor: FloatTensor;
  readonly view: InputView;
  /** Black and white per channel, where the input is an image. */
  readonly levels?: { readonly black: readonly number[]; readonly white: readonly number[] };
  /** Of models that have more inputs. */
  readonly beside?: readonly ReadBeside[];
}

/**
 * Reads an image (preprocessed as the recipe says) or a `.npy` tensor (taken as it is).
 * @param dims the network's input without the batch axis
 * @param content the file's bytes, where they have been read already
 * @throws LensError when the file cannot be read or does not fit
 */
export async function readInput(
  path: string,
  dims: readonly number[],
  recipe: CompleteRecipe,
  content?: Buffer,
): Promise<NetworkInput> {
  if (isArray(path)) return fromArray(path, dims, recipe, content);
  if (dims.length === 4) {
    const { tensor, volume } = await readVolumeInput(path, dims, recipe, content);
    return { tensor, view: { path, image: null, signal: null, volume }, levels: levelsOf(recipe) };
  }
  if (dims.length !== 3) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the model takes ${kindOf(dims)}, which is no image`,
      where: path,
      next: `Give it a .npy array ${arrayShape(dims)}`,
    });
  }
  const pixels = await readPixels(path, recipe, content);
  return {
    tensor: inputOf(pixels, recipe),
    view: {
      path,
      image: rasterOf(pixels, recipe),
      signal: null,
      ...(pixels.bands > 3 && { volume: volumeOfBands(pixels) }),
    },
    levels: levelsOf(recipe),
  };
}

/** As `readInput`, of what nobody looks at: an image is not drawn. */
export async function readUnseen(path: string, dims: readonly number[], recipe: CompleteRecipe): Promise<NetworkInput> {
  if (isArray(path) || dims.length !== 3) return readInput(path, dims, recipe);
  const tensor = inputOf(await readPixels(path, recipe), recipe);
  return { tensor, view: { path, image: null, signal: null }, levels: levelsOf(recipe) };
}

/** Writes an input's numbers into its place in a batch. */
export type InputWriter = (into: Float32Array) => void;

/** The tensor of `readInput` for a batch, of what nobody looks at: an image waits as bytes, and need not be drawn. */
export async function inputWriter(path: string, dims: readonly number[], recipe: CompleteRecipe): Promise<InputWriter> {
  if (isArray(path) || dims.length !== 3) {
    const { tensor } = await readInput(path, dims, recipe);
    return (into) => into.set(tensor.data);
  }
  const pixels = await readPixels(path, recipe);
  return (into) => writeInput(pixels, recipe, into);
}

/** What a network takes that is no image, in words. */
const kindOf = ([channels, length]: readonly number[]): string =>
  channels === 1 ? `vectors of ${length} numbers` : `signals of ${channels} channels`;

/** An image as a volume of one slice. */
const withDepth = (tensor: FloatTensor): FloatTensor =>
  tensor.dims.length === 4 ? reshaped(tensor, [...tensor.dims.slice(0, 2), 1, ...tensor.dims.slice(2)]) : tensor;

/** One input as an array; what stands for a vector has no axis of channels. */
const arrayShape = ([channels, ...positions]: readonly number[]): string =>
  `[1, ${(channels === 1 && positions.length === 1 ? positions : [channels, ...positions]).join(', ')}]`;

/** Whether channels may stand last in an array, as the model itself takes them. */
const mayBeLast = ({ length, 0: channels }: readonly number[], layout: CompleteRecipe['layout']): boolean =>
  layout === 'nhwc' || (length === 2 && channels > 1);

/**
 * An array in any form the model may be said to take: channels first as the network has it, or last as the model
 * itself does, or as signals come from Keras; axes of length 1, that of the batch among them, may be missing.
 */
function arranged(array: FloatTensor, dims: readonly number[], { layout }: CompleteRecipe): FloatTensor | undefined {
  const long = (shape: readonly number[]): string => shape.filter((d) => d !== 1).join();
  const shape = [1, ...dims];
  if (long(array.dims) === long(shape)) return reshaped(array, shape);
  const last = inOrder(shape, toChannelsLast(shape.length));
  if (!mayBeLast(dims, layout) || long(array.dims) !== long(last)) return undefined;
  return transposed(reshaped(array, last), toChannelsFirst(shape.length));
}

function fromArray(path: string, dims: readonly number[], recipe: CompleteRecipe, content?: Buffer): NetworkInput {
  const array = asFloats(readArray(path, content));
  const tensor = arranged(array, dims, recipe);
  if (!tensor) {
    const last = mayBeLast(dims, recipe.layout) ? ` or [1, ${[...dims.slice(1), dims[0]].join(', ')}]` : '';
    throw new LensError({
      code: 'wrong-shape',
      what: `the array is [${array.dims.join(', ')}] but the model takes ${arrayShape(dims)}${last}`,
      where: path,
      next: 'Save one input as the model takes it',
    });
  }
  const isImage = dims.length === 3 && (dims[0] === 1 || dims[0] === 3);
  const isVolume = dims.length === 4 || (dims.length === 3 && !isImage);
  return {
    tensor,
    view: {
      path,
      image: isImage ? rasterOfInput(tensor, recipe) : null,
      signal: dims.length === 2 ? { dims, data: tensor.data } : null,
      ...(isVolume && { volume: volumeOfArray(withDepth(tensor)) }),
    },
    levels: isImage ? levelsOf(recipe) : undefined,
  };
}
