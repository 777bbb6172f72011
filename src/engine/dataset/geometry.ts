import type { CompleteRecipe } from '../../protocol/recipe';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Coordinates of the original image for coordinates of the network's input. */
export interface SourceCoordinates {
  row(y: number): number;
  column(x: number): number;
}

/**
 * Undoes the recipe's resizing: stretched, cropped at the centre, or padded around or in the corner; with the shorter side brought to a length
 * before.
 */
export function sourceOf(
  recipe: Pick<CompleteRecipe, 'fit' | 'resizeShorter'>,
  from: Size,
  to: Size,
): SourceCoordinates {
  const [across, down] = [to.width / from.width, to.height / from.height];
  if (recipe.fit === 'fill') return { row: (y) => y / down, column: (x) => x / across };
  const cover = Math.max(across, down);
  const shorter =
    recipe.resizeShorter === null ? cover : Math.max(cover, recipe.resizeShorter / Math.min(from.width, from.height));
  const scale = recipe.fit === 'cover' ? shorter : Math.min(across, down);
  if (recipe.fit === 'corner') return { row: (y) => y / scale, column: (x) => x / scale };
  const centred = (at: number, target: number, original: number): number =>
    (at - (target - original * scale) / 2) / scale;
  return { row: (y) => centred(y, to.height, from.height), column: (x) => centred(x, to.width, from.width) };
}
