import type { CompleteRecipe } from '../../protocol/recipe';
import type { Corners } from '../../protocol/task';
import { isArray } from '../image/array';
import { imageSize } from '../image/size';
import {
  boxesInImage,
  boxesInNetwork,
  centreCrop,
  cover,
  letterbox,
  letterboxInCorner,
  letterboxRatios,
  sideRatios,
  stretch,
  type Fitting,
  type Ratios,
  type Size,
} from '../task/detection/fitting';

type Sizing = Pick<CompleteRecipe, 'size' | 'fit' | 'resizeShorter'>;

const bySides = (fitting: Fitting): { fitting: Fitting; ratios: Ratios } => ({ fitting, ratios: sideRatios(fitting) });

/** How a recipe brings an image to the network's size. */
function fittingOf({ size, fit, resizeShorter }: Sizing, image: Size): { fitting: Fitting; ratios: Ratios } {
  if (fit === 'contain') return { fitting: letterbox(image, size), ratios: letterboxRatios(image, size) };
  if (fit === 'corner') return { fitting: letterboxInCorner(image, size), ratios: letterboxRatios(image, size) };
  if (fit === 'fill') return bySides(stretch(image, size));
  return bySides(resizeShorter === null ? cover(image, size) : centreCrop(image, size, resizeShorter));
}

/** Boxes between the pixels of the network's input and those of the image it was made of. */
export interface ImageBoxes {
  /** Cut off at the edges of the image. */
  inImage(corners: Corners): Corners;
  inNetwork(corners: Corners): Corners;
}

const cornersOf = ([left, top, right, bottom]: Float64Array): Corners => [left, top, right, bottom];

/** An array is taken as it is. */
export async function imageBoxes(path: string, recipe: Sizing): Promise<ImageBoxes> {
  const { fitting, ratios } = fittingOf(recipe, isArray(path) ? recipe.size : await imageSize(path));
  return {
    inImage: (corners) => cornersOf(boxesInImage(corners, fitting, ratios)),
    inNetwork: (corners) => cornersOf(boxesInNetwork(corners, fitting, ratios)),
  };
}
