import type { Sharp } from 'sharp';
import type { CompleteRecipe } from '../../protocol/recipe';
import { ImageFault } from './image-fault';
import { sharp } from './library';

/** How an image is brought to the size of the network. */
export type Sizing = Pick<CompleteRecipe, 'size' | 'fit' | 'kernel' | 'resizeShorter'> &
  Partial<Pick<CompleteRecipe, 'pad'>>;

/** An image enlarged before its crop may have so many pixels. */
const MOST_PIXELS = 2 ** 27;

/**
 * Brings an image to the network's size.
 * @param depth of its values: colours, or one band of 16 bits
 * @param seen height and width before
 */
export async function sized(
  image: Sharp,
  sizing: Sizing,
  depth: 'uchar' | 'ushort',
  seen: readonly [height: number, width: number],
): Promise<Sharp> {
  const { fit, kernel, resizeShorter: shorter, pad = 0 } = sizing;
  const [height, width] = sizing.size;
  // The bars beside values of 16 bits are the caller's, who knows what these mean.
  const grey = depth === 'uchar' ? pad : 0;
  const background = { r: grey, g: grey, b: grey };
  if (fit === 'corner')
    return image.resize({ width, height, fit: 'contain', position: 'left top', kernel, background });
  if (shorter === null || fit !== 'cover') return image.resize({ width, height, fit, kernel, background });
  const pixels = (shorter * shorter * Math.max(...seen)) / Math.min(...seen);
  if (pixels > MOST_PIXELS)
    throw new ImageFault(
      `its ${seen[1]} × ${seen[0]} pixels would become more than ${MOST_PIXELS} at a shorter side of ${shorter}`,
    );
  // torchvision: shorter side to `shorter`, then the centre of the network's size.
  const { data, info } = await image
    .resize({ width: shorter, height: shorter, fit: 'outside', kernel })
    .toColourspace(depth === 'uchar' ? 'srgb' : 'grey16')
    .raw({ depth })
    .toBuffer({ resolveWithObject: true });
  const values = depth === 'uchar' ? data : wideValues(data);
  const enlarged = sharp(values, { raw: { width: info.width, height: info.height, channels: info.channels } });
  if (info.width < width || info.height < height) return enlarged.resize({ width, height, fit: 'cover', kernel });
  return enlarged.extract({
    left: Math.round((info.width - width) / 2),
    top: Math.round((info.height - height) / 2),
    width,
    height,
  });
}

/** Raw bytes as values of 16 bits. */
export function wideValues(data: Buffer): Uint16Array {
  return new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}
