import { type Bands, upright } from '../bands';
import { ImageFault } from '../image-fault';
import { tiffLayout, type TiffLayout } from './layout';
import { TAG, tiffPages, tiffTags } from './tags';

/** Values that are decoded at once: a gigabyte of them. */
const MOST_VALUES = 2 ** 28;
/** No packing makes fewer bytes: a run of Deflate is 258 bytes of about a quarter of one. */
const MOST_PACKED = 1100;
/** A bit of the kind of a page: it is a smaller copy of another. */
const REDUCED = 1;

/** The layout of a TIFF's first image, which its bytes can hold. @throws ImageFault */
export function checkedLayout(bytes: Uint8Array): TiffLayout {
  return checked(tiffLayout(tiffTags(bytes)), bytes);
}

function checked(layout: TiffLayout, bytes: Uint8Array): TiffLayout {
  const { width, height, bands, bits, isPlain } = layout;
  const needed = (width * height * bands * bits) / 8;
  if (needed > bytes.length * (isPlain ? 1 : MOST_PACKED))
    throw new ImageFault(`it is cut short: it states ${width} × ${height} pixels of ${bands} bands`);
  return layout;
}

/** All bands of a TIFF's first image by their values, upright. @throws ImageFault */
export async function readTiff(bytes: Buffer, layout: TiffLayout): Promise<Bands> {
  const { width, height, bands } = layout;
  refuseMisread(bytes, layout);
  if (width * height * bands > MOST_VALUES)
    throw new ImageFault(`it has more than the ${MOST_VALUES} values that a TIFF of many bands or bits may have`);
  return bandsOf((await rastersOf(bytes, [0]))[0], layout);
}

const BIG_ENDIAN = 'M'.charCodeAt(0);

/** The decoder gives wrong numbers for these without a word. @throws ImageFault */
function refuseMisread(bytes: Uint8Array, { bits, bands, hasDifferences }: TiffLayout): void {
  const isBigEndian = bytes[0] === BIG_ENDIAN;
  if (bits % 8 !== 0 && (bands > 1 || isBigEndian))
    throw new ImageFault(
      `its numbers of ${bits} bits are packed ${bands > 1 ? `for ${bands} bands` : 'in big-endian order'}, which is not read: save it with 16 bits`,
    );
  if (hasDifferences && isBigEndian && bits > 8)
    throw new ImageFault('its numbers are differences in big-endian order, which is not read: save it little-endian');
}

function bandsOf(raster: ArrayLike<number>, layout: TiffLayout): Bands {
  const { width, height, bands, isInverted, orientation, hasAlpha, white } = layout;
  const values = new Float32Array(raster);
  if (values.length !== width * height * bands) throw new ImageFault('it holds fewer values than it states');
  if (isInverted && white !== null) for (let i = 0; i < values.length; i++) values[i] = white - values[i];
  return upright({ width, height, count: bands, values, white, hasAlpha }, orientation);
}

/** One page of a TIFF: where it stands, what it holds, and what is written about it. */
export interface TiffPage {
  readonly place: number;
  readonly layout: TiffLayout;
  readonly description: string;
}

/** The pages of a TIFF, without small copies of others. @throws ImageFault */
export function tiffPageList(bytes: Uint8Array): readonly TiffPage[] {
  return tiffPages(bytes).flatMap((tags, place): TiffPage[] => {
    if ((tags.number(TAG.subfile, 0) & REDUCED) !== 0) return [];
    return [{ place, layout: checked(tiffLayout(tags), bytes), description: tags.text(TAG.description) }];
  });
}

/** The bands of some pages, one after the other. @throws ImageFault */
export async function readTiffPages(bytes: Buffer, pages: readonly TiffPage[]): Promise<Bands[]> {
  for (const { layout } of pages) refuseMisread(bytes, layout);
  const rasters = await rastersOf(
    bytes,
    pages.map(({ place }) => place),
  );
  return pages.map(({ layout }, k) => bandsOf(rasters[k], layout));
}

async function rastersOf(bytes: Buffer, places: readonly number[]): Promise<ArrayLike<number>[]> {
  const { fromArrayBuffer } = await import('geotiff');
  const whole =
    bytes.byteLength === bytes.buffer.byteLength
      ? bytes.buffer
      : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  try {
    const file = await fromArrayBuffer(whole as ArrayBuffer);
    const rasters: ArrayLike<number>[] = [];
    for (const place of places) rasters.push(await (await file.getImage(place)).readRasters({ interleave: true }));
    return rasters;
  } catch (cause) {
    throw new ImageFault('its data are damaged, or packed in a way that is not read', { cause });
  }
}
