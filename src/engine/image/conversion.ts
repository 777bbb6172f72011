import type { CompleteRecipe } from '../../protocol/recipe';
import type { Raster } from '../../protocol/raster';
import { floats, type FloatTensor } from '../tensor/tensor';
import type { Pixels } from './pixels';

/** Luma weights of Rec. 601, as Pillow and OpenCV use them. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** The bands of an image that make one channel of a network, each with its weight. */
type Mixture = readonly { readonly band: number; readonly weight: number }[];

/** How the bands of an image become a channel of a network. */
function mixtureOf({ bands }: Pixels, { color, mean }: CompleteRecipe, channel: number): Mixture {
  if (bands === 1) return [{ band: 0, weight: 1 }];
  if (color === 'gray' && bands === 3) return LUMA.map((weight, band) => ({ band, weight }));
  // Blue, green and red come first where a model takes them so; further bands keep their places.
  const isTurned = color === 'bgr' && bands >= 3 && mean.length >= 3;
  return [{ band: isTurned && channel < 3 ? 2 - channel : channel, weight: 1 }];
}

/** The mean of the bands by their weights at every pixel, from black (0) to white (1). */
function mixed({ bands, values, white, width, height }: Pixels, mixture: Mixture): Float64Array {
  const mean = new Float64Array(width * height);
  for (const { band, weight } of mixture)
    for (let p = 0, at = band; p < mean.length; p++, at += bands) mean[p] += weight * (values[at] / white);
  return mean;
}

/** Pixels as the network's input, [1, C, H, W]: (range value − mean) / std in the recipe's colour order. */
export function inputOf(pixels: Pixels, recipe: CompleteRecipe): FloatTensor {
  const input = floats([1, recipe.mean.length, pixels.height, pixels.width]);
  writeInput(pixels, recipe, input.data);
  return input;
}

/** The numbers of {@link inputOf}, into the place of the image in a batch. */
export function writeInput(pixels: Pixels, recipe: CompleteRecipe, into: Float32Array): void {
  const { width, height, bands, values, white } = pixels;
  const size = width * height;
  const [low, high] = recipe.range;
  for (const [c, mean] of recipe.mean.entries()) {
    const std = recipe.std[c];
    const given = (shade: number): number => (low + shade * (high - low) - mean) / std;
    const plane = into.subarray(c * size, (c + 1) * size);
    const mixture = mixtureOf(pixels, recipe, c);
    if (values instanceof Uint8Array && mixture.length === 1) {
      // A byte has 256 values: looking them up is four times as fast as dividing.
      const ofByte = new Float32Array(256).map((_, value) => given(value / white));
      for (let p = 0, at = mixture[0].band; p < size; p++, at += bands) plane[p] = ofByte[values[at]];
    } else {
      plane.set(mixed(pixels, mixture).map(given));
    }
  }
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
  const gray = color === 'gray' && bands === 3 ? mixed(pixels, mixtureOf(pixels, recipe, 0)) : null;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const scale = 255 / white;
  for (const [c, band] of shown.entries())
    if (gray) for (let p = 0; p < gray.length; p++) rgba[4 * p + c] = 255 * gray[p];
    else for (let p = c, at = band; p < rgba.length; p += 4, at += bands) rgba[p] = values[at] * scale;
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
