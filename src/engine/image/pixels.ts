import { decode as decodeBmp } from 'bmp-ts';
import type { Sharp } from 'sharp';
import { LensError } from '../../protocol/error';
import type { CompleteRecipe } from '../../protocol/recipe';
import type { Raster } from '../../protocol/raster';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { floats, type FloatTensor } from '../tensor/tensor';
import { sharp } from './library';

/** Images are decoded strip by strip, so even these fit in memory. */
const MOST_PIXELS = 2 ** 30;

/** An image at the network's resolution: 8 bits, RGB, height × width × 3. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * Decodes an image file and brings it to a size as the recipe says: upright (EXIF), in sRGB, first frame, transparency
 * on white.
 * @param content the file's bytes, where they have been read already
 * @throws LensError `corrupt-image` when the file is no image that can be read
 */
export async function readPixels(path: string, recipe: CompleteRecipe, content?: Buffer): Promise<Pixels> {
  const [height, width] = recipe.size;
  const bytes = content ?? readFile(path, IMAGE);
  try {
    const upright = open(bytes).rotate().toColourspace('srgb').flatten({ background: '#ffffff' });
    const sized = await resized(upright, recipe, width, height);
    const { data, info } = await sized
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width, height, rgb: info.channels === 3 ? data : grayToRgb(data) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

function open(bytes: Buffer): Sharp {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const;
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d) return sharp(bytes, options);
  const { data, width, height } = decodeBmp(bytes, { toRGBA: true });
  // Bitmaps of 24 bits come with an alpha of 0 that means nothing.
  const rgb = new Uint8Array(width * height * 3);
  for (let p = 0; p < width * height; p++) for (let c = 0; c < 3; c++) rgb[3 * p + c] = data[4 * p + c];
  return sharp(rgb, { ...options, raw: { width, height, channels: 3 } });
}

const KERNELS = { nearest: 'nearest', linear: 'linear', cubic: 'cubic' } as const;

async function resized(image: Sharp, recipe: CompleteRecipe, width: number, height: number): Promise<Sharp> {
  const kernel = KERNELS[recipe.kernel];
  const shorter = recipe.resizeShorter;
  if (shorter === null || recipe.fit !== 'cover')
    return image.resize({ width, height, fit: recipe.fit, kernel, background: '#000000' });
  // torchvision: shorter side to `shorter`, then the centre of the network's size.
  const { data, info } = await image
    .resize({ width: shorter, height: shorter, fit: 'outside', kernel })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const enlarged = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels as 3 } });
  if (info.width < width || info.height < height) return enlarged.resize({ width, height, fit: 'cover', kernel });
  return enlarged.extract({
    left: Math.round((info.width - width) / 2),
    top: Math.round((info.height - height) / 2),
    width,
    height,
  });
}

function grayToRgb(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(gray.length * 3);
  for (let i = 0; i < gray.length; i++) rgb.fill(gray[i], 3 * i, 3 * i + 3);
  return rgb;
}

function unreadable(path: string, error: unknown): LensError {
  if (error instanceof LensError) return error;
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  const large = /pixel limit/i.test(reason);
  return new LensError(
    {
      code: 'corrupt-image',
      what: large ? `the image has more than ${MOST_PIXELS} pixels` : `the image cannot be decoded (${reason})`,
      where: path,
      next: large ? 'Make it smaller first' : 'Open it in an image viewer to check it, and save it again',
    },
    { cause: error },
  );
}

/** Luma weights of Rec. 601, as Pillow and OpenCV use them. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Pixels as the network's input, [1, C, H, W]: (range value − mean) / std in the recipe's colour order. */
export function inputOf(pixels: Pixels, recipe: CompleteRecipe): FloatTensor {
  const { rgb, width, height } = pixels;
  const size = width * height;
  const channels = recipe.mean.length;
  const input = floats([1, channels, height, width]);
  const [low, high] = recipe.range;
  const scaled = (value: number, channel: number): number =>
    (low + (value / 255) * (high - low) - recipe.mean[channel]) / recipe.std[channel];
  for (let p = 0; p < size; p++) {
    if (recipe.color === 'gray') {
      const luma = LUMA[0] * rgb[3 * p] + LUMA[1] * rgb[3 * p + 1] + LUMA[2] * rgb[3 * p + 2];
      for (let c = 0; c < channels; c++) input.data[c * size + p] = scaled(luma, c);
    } else {
      for (let c = 0; c < channels; c++)
        input.data[c * size + p] = scaled(rgb[3 * p + (recipe.color === 'bgr' ? 2 - c : c)], c);
    }
  }
  return input;
}

/** Pixels as an image for display. */
export function rasterOf({ rgb, width, height }: Pixels): Raster {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let p = 0; p < width * height; p++) for (let c = 0; c < 3; c++) rgba[4 * p + c] = rgb[3 * p + c];
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
