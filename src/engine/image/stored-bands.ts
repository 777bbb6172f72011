import type { Metadata } from 'sharp';
import type { Bands, ScaledBands } from './bands';
import { decoded, openImage, type EncodedImage } from './decoding';
import { readDicomImage } from './dicom';
import { ImageFault } from './image-fault';
import type { GivenLevels } from './levels';
import { wideValues } from './sizing';
import { checkedLayout, readTiff } from './tiff';

/** Of floating-point images, this share of values may lie far outside of black and white. */
const MOST_OUTSIDE = 0.01;

/**
 * The bands of an image by their values, upright: all of a TIFF, the colours and the alpha of others.
 * @param given the value of white, where the recipe says it, and of DICOM that of black
 * @throws ImageFault where no value of white is known or fits
 */
export async function storedBands(
  image: EncodedImage,
  metadata: Metadata | null,
  given: GivenLevels,
): Promise<ScaledBands> {
  if (image.kind === 'dicom') return readDicomImage(image.bytes, given);
  const { white = null } = given;
  const bands = isPlainTiff(image) ? await tiffBands(image) : await decodedBands(image, metadata);
  if (white !== null && bands.white !== 255) return { ...bands, white };
  if (bands.white === null)
    throw new ImageFault(
      'its numbers have more than 16 bits, and nothing says which is white: give "white" in the sidecar, or a .npy array',
    );
  return checkedRange({ ...bands, white: bands.white });
}

/** Palettes, and colours of other kinds, mean nothing by their values. */
const isPlainTiff = ({ kind, bytes }: EncodedImage): boolean => kind === 'tiff' && checkedLayout(bytes).isLinear;

async function tiffBands({ bytes }: EncodedImage): Promise<Bands> {
  const bands = await readTiff(bytes, checkedLayout(bytes));
  if (bands.values.every((value) => Number.isFinite(value))) return bands;
  throw new ImageFault('some of its values are not finite: fill them, and save it again');
}

async function decodedBands(image: EncodedImage, metadata: Metadata | null): Promise<Bands> {
  const isWide = metadata?.depth === 'ushort';
  const isGrey = (metadata?.channels ?? 3) < 3;
  const { data, info } = await decoded(() =>
    openImage(image)
      .rotate()
      .toColourspace(isWide ? 'rgb16' : 'srgb')
      .raw({ depth: isWide ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  const all: ArrayLike<number> = isWide ? wideValues(data) : data;
  const hasAlpha = info.channels === 4 || info.channels === 2;
  // Grey comes as three colours that are alike.
  const kept = isGrey && info.channels >= 3 ? [0, ...(hasAlpha ? [3] : [])] : [...Array(info.channels).keys()];
  const count = kept.length;
  const values = new Float32Array(info.width * info.height * count);
  for (let p = 0; p < info.width * info.height; p++)
    for (let b = 0; b < count; b++) values[p * count + b] = all[p * info.channels + kept[b]];
  return { width: info.width, height: info.height, count, values, white: isWide ? 65535 : 255, hasAlpha };
}

/** Floating-point numbers of another scale are no image of 0 to 1. */
function checkedRange(bands: ScaledBands): ScaledBands {
  const { values, white } = bands;
  if (white !== 1) return bands;
  const outside = values.reduce((n, value) => n + Number(value < -1 || value > 2), 0);
  if (outside <= MOST_OUTSIDE * values.length) return bands;
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  throw new ImageFault(
    `its floating-point numbers reach ${Number(most.toPrecision(4))}, but white is 1: give "white" in the sidecar, or a .npy array`,
  );
}
