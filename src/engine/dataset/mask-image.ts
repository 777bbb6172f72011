import type { CompleteRecipe } from '../../protocol/recipe';
import type { FloatMap, Raster } from '../../protocol/raster';
import { sourceOf } from './geometry';

/**
 * A mask [height, width] of the network's input as an image of the original's size, white where the object is: what
 * the recipe crops away is black, and read with the recipe the image gives the mask back.
 * @param original size of the image as it is seen
 */
export function maskImage(
  { dims: [rows, columns], data }: FloatMap,
  recipe: Pick<CompleteRecipe, 'fit' | 'resizeShorter'>,
  original: { readonly width: number; readonly height: number },
): Raster {
  const { width, height } = original;
  const { row, column } = sourceOf(recipe, original, { width: columns, height: rows });
  // The recipe's coordinates are linear, so two of them tell the way back.
  const across = back(column(0), column(columns), columns);
  const down = back(row(0), row(rows), rows);
  const xs = Int32Array.from({ length: width }, (_, x) => Math.floor(across(x + 0.5)));
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    const from = Math.floor(down(y + 0.5));
    for (let x = 0; x < width; x++) {
      const inside = from >= 0 && from < rows && xs[x] >= 0 && xs[x] < columns && data[from * columns + xs[x]] > 0;
      rgba.set(inside ? [255, 255, 255, 255] : [0, 0, 0, 255], 4 * (y * width + x));
    }
  }
  return { width, height, rgba };
}

function back(first: number, last: number, size: number): (at: number) => number {
  return (at) => ((at - first) / (last - first)) * size;
}
