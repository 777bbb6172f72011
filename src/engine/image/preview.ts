import type { Raster } from '../../protocol/raster';
import type { CompleteRecipe } from '../../protocol/recipe';
import { rasterOfInput } from './conversion';
import { readInput } from './input';
import { middleSlice } from './volume/volume-images';

/** An input as the network sees it; of a volume the slice in the middle. @throws LensError as {@link readInput} */
export async function previewOf(
  path: string,
  { dims, recipe }: { readonly dims: readonly number[]; readonly recipe: CompleteRecipe },
): Promise<Raster> {
  const { tensor, view } = await readInput(path, dims, recipe);
  return view.image ?? (view.volume ? middleSlice(view.volume) : rasterOfInput(tensor, recipe));
}
