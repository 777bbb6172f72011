import { LensError } from '../../protocol/error';
import type { InputView } from '../../protocol/explain';
import type { CompleteRecipe } from '../../protocol/recipe';
import { readArray } from './array';
import { levelsOf } from './recipe';
import { inputOf, rasterOf, rasterOfInput, readPixels } from './pixels';
import { asFloats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';

/** An input ready for the network, and as a person sees it. */
export interface NetworkInput {
  /** [1, C, H, W] or [1, C, L]. */
  readonly tensor: FloatTensor;
  readonly view: InputView;
  /** Black and white per channel, where the input is an image. */
  readonly levels?: { readonly black: readonly number[]; readonly white: readonly number[] };
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
  if (path.toLowerCase().endsWith('.npy')) return fromArray(path, dims, recipe, content);
  if (dims.length !== 3) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the model takes [${dims.join(', ')}], which is no image`,
      where: path,
      next: 'Give it a .npy tensor',
    });
  }
  const pixels = await readPixels(path, recipe, content);
  return {
    tensor: inputOf(pixels, recipe),
    view: { path, image: rasterOf(pixels), signal: null },
    levels: levelsOf(recipe),
  };
}

function fromArray(path: string, dims: readonly number[], recipe: CompleteRecipe, content?: Buffer): NetworkInput {
  const array = asFloats(readArray(path, content));
  const fits =
    sizeOf(array.dims) === sizeOf(dims) &&
    array.dims.filter((d) => d !== 1).join() === dims.filter((d) => d !== 1).join();
  if (!fits) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the array is [${array.dims.join(', ')}] but the model takes [1, ${dims.join(', ')}]`,
      where: path,
      next: 'Save one input as the model takes it',
    });
  }
  const tensor = reshaped(array, [1, ...dims]);
  const isImage = dims.length === 3 && (dims[0] === 1 || dims[0] === 3);
  return {
    tensor,
    view: {
      path,
      image: isImage ? rasterOfInput(tensor, recipe) : null,
      signal: dims.length === 2 ? { dims, data: tensor.data } : null,
    },
    levels: isImage ? levelsOf(recipe) : undefined,
  };
}
