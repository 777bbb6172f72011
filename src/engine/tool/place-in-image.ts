import type { FloatMap } from '../../protocol/raster';
import { imageBoxes } from '../explanation/image-boxes';

/** The middle of a position of a map in pixels of the image; null where the input has no rows and columns. */
export async function placeInImage(
  { row, column }: { readonly row: number; readonly column: number },
  { dims }: FloatMap,
  input: string,
  recipe: Parameters<typeof imageBoxes>[1],
): Promise<{ readonly x: number; readonly y: number } | null> {
  if (dims.length !== 3) return null;
  const { inImage } = await imageBoxes(input, recipe);
  const [left, top, right, bottom] = inImage([column, row, column + 1, row + 1]);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
