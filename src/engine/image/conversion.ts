import type { CompleteRecipe } from '../../protocol/recipe';
import type { Raster } from '../../protocol/raster';
import { floats, type FloatTensor } from '../tensor/tensor';
import type { Pixels } from './pixels';

/** Luma weights of Rec. 601, as Pillow and OpenCV use them. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** The value of a channel of the network at pixel `p`, from black (0) to white (1). */
type Reading = (p: number, channel: number) => number;

/** How the bands of an image become the channels of a network. */
function reading({ bands, values, white }: Pixels, { color, mean }: CompleteRecipe): Reading {
  const band = (p: number, b: number): number => values[p * bands + b] / white;
  if (bands === 1) return (p) => band(p, 0);
  if (color === 'gray' && bands === 3) return (p) => LUMA[0] * band(p, 0) + LUMA[1] * band(p, 1) + LUMA[2] * band(p, 2);
  // Blue, green and red come first where a model takes them so; further bands keep their places.
  const isTurned = color === 'bgr' && bands >= 3 && mean.length >= 3;
  return (p, channel) => band(p, isTurned && channel < 3 ? 2 - channel : channel);
}

/** Pixels as the network's input, [1, C, H, W]: (range value − mean) / std in the recipe's colour order. */
export function inputOf(pixels: Pixels, recipe: CompleteRecipe): FloatTensor {
  const { width, height } = pixels;
  const size = width * height;
  const channels = recipe.mean.length;
  const input = floats([1, channels, height, width]);
  const [low, high] = recipe.range;
  const read = reading(pixels, recipe);
  for (let p = 0; p < size; p++)
    for (let c = 0; c < channels; c++)
      input.data[c * size + p] = (low + read(p, c) * (high - low) - recipe.mean[c]) / recipe.std[c];
  return input;
}

/**
 * Pixels as an image for display: colours as grey where the network is given grey, those bands of many that stand for
 * colours, by default the first three, or the first as grey; black and white are limits.
 */
export function rasterOf(pixels: Pixels, recipe: CompleteRecipe): Raster {
  const { bands, values, white, width, height } = pixels;
  const { color, composite } = recipe;
  const shown =
    bands < 3 ? [0, 0, 0] : bands > 3 && composite ? composite.map((n) => Math.min(n, bands) - 1) : [0, 1, 2];
  const gray = color === 'gray' && bands === 3 ? reading(pixels, recipe) : null;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let p = 0; p < width * height; p++)
    for (let c = 0; c < 3; c++)
      rgba[4 * p + c] = gray ? 255 * gray(p, 0) : (255 * values[p * bands + shown[c]]) / white;
  return { width, height, rgba };
}

/** An image back from a preprocessed tensor [1, C, H, W], clipped to black … white. */
export function rasterOfInput(input: FloatTensor, recipe: CompleteRecipe): Raster {
  const [, channels, height, width] = input.dims;
  const size = height * width;
  const [low, high] = recipe.range;
  const rgba = new Uint8ClampedArray(size * 4).fill(255);
  for (let p = 0; p < size; p++) {
    for (let c = 0; c < 3; c++) {
      const channel = channels < 3 ? 0 : recipe.color === 'bgr' ? 2 - c : c;
      rgba[4 * p + c] =
        (255 * (input.data[channel * size + p] * recipe.std[channel] + recipe.mean[channel] - low)) / (high - low);
    }
  }
  return { width, height, rgba };
}
