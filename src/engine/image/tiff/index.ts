import { type Bands, upright } from '../bands';
import { ImageFault } from '../image-fault';
import { tiffLayout, type TiffLayout } from './layout';
import { tiffTags } from './tags';

/** Values that are decoded at once: a gigabyte of them. */
const MOST_VALUES = 2 ** 28;
/** No packing makes fewer bytes: a run of Deflate is 258 bytes of about a quarter of one. */
const MOST_PACKED = 1100;

/** The layout of a TIFF's first image, which its bytes can hold. @throws ImageFault */
export function checkedLayout(bytes: Uint8Array): TiffLayout {
  const layout = tiffLayout(tiffTags(bytes));
  const { width, height, bands, bits, isPlain } = layout;
  const needed = (width * height * bands * bits) / 8;
  if (needed > bytes.length * (isPlain ? 1 : MOST_PACKED))
    throw new ImageFault(`it is cut short: it states ${width} × ${height} pixels of ${bands} bands`);
  return layout;
}

/** All bands of a TIFF's first image by their values, upright. @throws ImageFault */
export async function readTiff(bytes: Buffer, layout: TiffLayout): Promise<Bands> {
  const { width, height, bands, isInverted, orientation, hasAlpha, white } = layout;
  if (width * height * bands > MOST_VALUES)
    throw new ImageFault(`it has more than the ${MOST_VALUES} values that a TIFF of many bands or bits may have`);
  const values = new Float32Array(await rastersOf(bytes));
  if (values.length !== width * height * bands) throw new ImageFault('it holds fewer values than it states');
  if (isInverted && white !== null) for (let i = 0; i < values.length; i++) values[i] = white - values[i];
  return upright({ width, height, count: bands, values, white, hasAlpha }, orientation);
}

async function rastersOf(bytes: Buffer): Promise<ArrayLike<number>> {
  const { fromArrayBuffer } = await import('geotiff');
  const whole =
    bytes.byteLength === bytes.buffer.byteLength
      ? bytes.buffer
      : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  try {
    const file = await fromArrayBuffer(whole as ArrayBuffer);
    return await (await file.getImage()).readRasters({ interleave: true });
  } catch (cause) {
    throw new ImageFault('its data are damaged, or packed in a way that is not read', { cause });
  }
}
