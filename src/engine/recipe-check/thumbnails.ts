import type { Recipe } from '../../protocol/recipe';
import type { RecipeCheck } from '../../protocol/recipe-check';
import type { Raster } from '../../protocol/raster';
import { inputOf, rasterOfInput } from '../image/conversion';
import { readPixels } from '../image/pixels';
import { reducedRaster } from '../image/reduction';
import type { OpenedModel } from '../model/opening';
import { contextOf } from './check';
import { completed } from './families';

/** Of the longer side at most, in pixels. */
const SIDE = 96;

/**
 * The first image as the network sees it under every candidate, by family and in the candidates' order: its numbers are
 * painted by the recipe that came out first, so that what is too dark, pale or of other colours to the network is that
 * here, too.
 */
export async function candidateThumbnails(model: OpenedModel, check: RecipeCheck): Promise<readonly Raster[][]> {
  const context = contextOf(model);
  const first = new Map(check.families.map(({ id, candidates }) => [id, candidates[0].fields]));
  const recipeOf = (own: Recipe, id?: string) =>
    completed(Object.assign({}, ...[...first].map(([family, fields]) => (family === id ? own : fields))), context);
  const expected = recipeOf({});
  const thumbnails: Raster[][] = [];
  for (const { id, candidates } of check.families) {
    const row: Raster[] = [];
    for (const { fields } of candidates) {
      const recipe = recipeOf(fields, id);
      const input = inputOf(await readPixels(check.example, recipe), recipe);
      row.push(reducedRaster(rasterOfInput(input, expected), SIDE));
    }
    thumbnails.push(row);
  }
  return thumbnails;
}
