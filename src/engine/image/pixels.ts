import type { Metadata } from 'sharp';
import { LensError } from '../../protocol/error';
import type { CompleteRecipe } from '../../protocol/recipe';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { flattened, type Bands, type ScaledBands } from './bands';
import { decoded, inspect, openImage, unreadable, uprightSize, type EncodedImage } from './decoding';
import type { GivenLevels } from './levels';
import { sized, type Sizing } from './sizing';
import { sizedBands } from './sized-bands';
import { storedBands } from './stored-bands';
import { checkedLayout } from './tiff';

/** An image at the network's resolution. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bands: number;
  /** height × width × bands; black is 0. */
  readonly values: Uint8Array | Float32Array;
  readonly white: number;
}

/** Colours of 8 bits at the network's resolution: height × width × 3. */
export interface Colours extends Pixels {
  readonly bands: 3;
  readonly values: Uint8Array;
}

type ImageRecipe = Sizing & Pick<CompleteRecipe, 'mean' | 'white'> & GivenLevels;

/**
 * Decodes an image file and brings it to a size as the recipe says: upright (EXIF), in sRGB, first frame, transparency
 * on white. TIFF files of other bands, of floating-point numbers or of more than 8 bits are taken by their values, and
 * models of other than 1 or 3 channels take all bands, alpha among them.
 * @param recipe has one mean per channel of the model
 * @param content the file's bytes, where they have been read already
 * @throws LensError `corrupt-image` when the file is no image that can be read, `wrong-shape` when it has other bands
 */
export async function readPixels(path: string, recipe: ImageRecipe, content?: Buffer): Promise<Pixels> {
  const channels = recipe.mean.length;
  return inFile(path, content, async (image, metadata) => {
    const isUsual = image.kind === 'tiff' ? checkedLayout(image.bytes).isUsual : image.kind !== 'dicom';
    const isWide = metadata?.depth === 'ushort' && recipe.white !== null;
    if (isUsual && !isWide && (channels === 1 || channels === 3)) return colours(image, metadata, recipe);
    const bands = fitting(await storedBands(image, metadata, recipe), channels, path, recipe);
    const planes = await sizedBands(bands, recipe, bands.white);
    return fromPlanes(planes, bands.count, recipe.size, bands.white);
  });
}

/** The colours of an image file, whatever a model takes: of masks and label maps. @throws LensError `corrupt-image` */
export async function readColours(path: string, sizing: Sizing, content?: Buffer): Promise<Colours> {
  return inFile(path, content, (image, metadata) => colours(image, metadata, { ...sizing, pad: 0 }));
}

/**
 * The first band of an image file at the network's resolution, by its values: of masks and label maps, whose numbers may
 * need more than 8 bits. @throws LensError `corrupt-image`
 */
export async function readFirstBand(path: string, sizing: Sizing): Promise<Uint8Array | Float32Array> {
  return inFile(path, undefined, async (image, metadata) => {
    if (image.kind === 'tiff' ? checkedLayout(image.bytes).isUsual : metadata?.depth !== 'ushort') {
      const { values } = await colours(image, metadata, { ...sizing, pad: 0 });
      return values.filter((_, i) => i % 3 === 0);
    }
    const bands = await storedBands(image, metadata, { white: 1 });
    return (await sizedBands(bands, sizing)).subarray(0, sizing.size[0] * sizing.size[1]);
  });
}

/** The bands of an image file by their values, at its own size: of maps of numbers. @throws LensError `corrupt-image` */
export const readBands = (path: string): Promise<Bands> =>
  inFile(path, undefined, (image, metadata) => storedBands(image, metadata, { white: 1 }));

async function inFile<T>(
  path: string,
  content: Buffer | undefined,
  read: (image: EncodedImage, metadata: Metadata | null) => Promise<T>,
): Promise<T> {
  const bytes = content ?? readFile(path, IMAGE);
  try {
    const { metadata, ...image } = await inspect(bytes);
    return await read(image, metadata);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function colours(image: EncodedImage, metadata: Metadata | null, sizing: Sizing): Promise<Colours> {
  const [height, width] = sizing.size;
  const { data, info } = await decoded(async () => {
    const upright = openImage(image).rotate().toColourspace('srgb').flatten({ background: '#ffffff' });
    const resized = await sized(upright, sizing, 'uchar', await uprightSize(image, metadata));
    const raw = resized.removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' });
    return raw.toBuffer({ resolveWithObject: true });
  });
  return { width, height, bands: 3, values: info.channels === 3 ? data : repeated(data), white: 255 };
}

function repeated(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i], 3 * i, 3 * i + 3);
  return rgb;
}

/** Bands as the model takes them: as many as it has channels; grey or colours for models of one channel or three. */
function fitting(bands: ScaledBands, channels: number, path: string, { size }: Sizing): ScaledBands {
  if (bands.count === channels && !(bands.hasAlpha && (channels === 1 || channels === 3))) return bands;
  const plain = bands.hasAlpha ? flattened(bands) : bands;
  if ((channels === 1 || channels === 3) && (plain.count === 1 || plain.count === 3)) return plain;
  const words = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  throw new LensError({
    code: 'wrong-shape',
    what: `the image has ${words(bands.count, 'band')}, but the model takes ${words(channels, 'channel')}`,
    where: path,
    next: `Give a TIFF of ${words(channels, 'band')}, or a .npy array [1, ${[channels, ...size].join(', ')}]`,
  });
}

function fromPlanes(
  planes: Float32Array,
  bands: number,
  [height, width]: readonly [number, number],
  white: number,
): Pixels {
  const size = width * height;
  const values = new Float32Array(planes.length);
  for (let p = 0; p < size; p++) for (let b = 0; b < bands; b++) values[p * bands + b] = planes[b * size + p];
  return { width, height, bands, values, white };
}
