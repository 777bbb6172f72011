import type { Metadata, Sharp } from 'sharp';
import { LensError } from '../../protocol/error';
import { bitmapSize, decodeBitmap } from './bitmap';
import { dicomSize } from './dicom';
import { ImageFault } from './image-fault';
import { imageKind, type ImageKind } from './image-kind';
import { sharp } from './library';
import { checkedLayout } from './tiff';

/** Images that are decoded strip by strip may have many pixels; strips of TIFF may be large, and others are held whole. */
const MOST_PIXELS: Readonly<Record<ImageKind, number>> = {
  png: 2 ** 30,
  jpeg: 2 ** 30,
  tiff: 2 ** 28,
  gif: 2 ** 27,
  webp: 2 ** 27,
  avif: 2 ** 27,
  bmp: 2 ** 27,
  dicom: 2 ** 27,
};
const MOST_WHOLE_PIXELS = 2 ** 27;

/** A file that is known to be an image of a size that is read. */
export interface EncodedImage {
  readonly bytes: Buffer;
  readonly kind: ImageKind;
}

/**
 * Looks at a file before anything of it is unpacked.
 * @throws ImageFault for what is no image, and one of more pixels than are read
 */
export async function inspect(bytes: Buffer): Promise<EncodedImage & { readonly metadata: Metadata | null }> {
  const kind = imageKind(bytes);
  const own = OWN_SIZES[kind];
  const metadata = own ? null : await headerOf(bytes);
  const [height, width] = own ? await own(bytes) : [metadata!.height, metadata!.width];
  const isWhole = metadata?.isProgressive || (metadata?.orientation ?? 1) > 1;
  const most = isWhole ? MOST_WHOLE_PIXELS : MOST_PIXELS[kind];
  if (!(width * height <= most))
    throw new ImageFault(`it has ${width} × ${height} pixels, more than the ${most} that are read`);
  return { bytes, kind, metadata };
}

const headerOf = (bytes: Buffer): Promise<Metadata> => decoded(() => sharp(bytes, OPTIONS).metadata());

type Size = [height: number, width: number];

/** Kinds whose sizes the library does not tell, or not as they are read. */
const OWN_SIZES: Partial<Record<ImageKind, (bytes: Buffer) => Size | Promise<Size>>> = {
  bmp: bitmapSize,
  dicom: dicomSize,
  tiff(bytes) {
    const { height, width, orientation } = checkedLayout(bytes);
    return orientation >= 5 ? [width, height] : [height, width];
  },
};

const OPTIONS = { limitInputPixels: false, limitInputChannels: 0, failOn: 'error', sequentialRead: true } as const;

/** Colours of an image that decoders read as it is meant. */
export function openImage({ bytes, kind }: EncodedImage): Sharp {
  if (kind === 'dicom') throw new ImageFault('it is DICOM, which is read by its values, not its colours');
  if (kind !== 'bmp') return sharp(bytes, OPTIONS);
  const { data, width, height, channels } = decodeBitmap(bytes);
  return sharp(data, { ...OPTIONS, raw: { width, height, channels } });
}

/** Height and width as an image is seen, turned upright. */
export async function uprightSize({ bytes, kind }: EncodedImage, metadata: Metadata | null): Promise<Size> {
  const own = OWN_SIZES[kind];
  return own ? own(bytes) : [metadata!.autoOrient.height, metadata!.autoOrient.width];
}

/** What the library makes of an image. @throws ImageFault in place of its own words */
export async function decoded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ImageFault) throw cause;
    throw new ImageFault('its data are damaged or cut short', { cause });
  }
}

/** The error of a file that is no image. */
export function unreadable(path: string, error: unknown): LensError {
  if (error instanceof LensError) return error;
  const reason = error instanceof ImageFault ? error.message : 'its data are damaged';
  return new LensError(
    {
      code: 'corrupt-image',
      what: `the image cannot be decoded: ${reason}`,
      where: path,
      next: 'Open it in an image viewer to check it, and save it again',
    },
    { cause: error },
  );
}
