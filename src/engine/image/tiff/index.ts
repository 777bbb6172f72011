import { type Bands, upright } from '../bands';
import { ImageFault } from '../image-fault';
import { tiffLayout, type TiffLayout } from './layout';
import { blockValues } from './blocks';
import { TAG, littleEndian, tiffPages, tiffTags, type Tags } from './tags';

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
  if (width * height * bands > MOST_VALUES)
    throw new ImageFault(`it has more than the ${MOST_VALUES} values that a TIFF of many bands or bits may have`);
  return (await pagesOf(bytes, [{ tags: tiffTags(bytes), layout }]))[0];
}

/** @throws ImageFault for numbers that nobody stores */
function refuseOdd({ bits, format, differences }: TiffLayout, tags: Tags): void {
  if (tags.number(TAG.fillOrder, 1) !== 1) throw new ImageFault('its bits stand in reversed order: save it again');
  const isFloat = format === 'float';
  const isRead = isFloat
    ? [16, 32, 64].includes(bits)
    : Number.isInteger(bits) && bits >= 1 && (bits <= 32 || bits === 64);
  if (!isRead) throw new ImageFault(`its numbers of ${bits} bits are not read: save it with 16 or 32 bits`);
  if (bits === 64 && differences === 'numbers')
    throw new ImageFault('its numbers of 64 bits are stored as differences, which is not read: save it with 32 bits');
}

function bandsOf(raster: ArrayLike<number>, layout: TiffLayout): Bands {
  const { width, height, bands, isInverted, orientation, hasAlpha, white } = layout;
  const values = new Float32Array(raster);
  if (values.length !== width * height * bands) throw new ImageFault('it holds fewer values than it states');
  if (isInverted && white !== null) for (let i = 0; i < values.length; i++) values[i] = white - values[i];
  return upright({ width, height, count: bands, values, white, hasAlpha }, orientation);
}

const UNREADABLE = 'its data are damaged, or packed in a way that is not read';

/** One page of a TIFF: where it stands, what it holds, and what is written about it. */
export interface TiffPage {
  readonly place: number;
  readonly tags: Tags;
  readonly layout: TiffLayout;
  readonly description: string;
}

/** The pages of a TIFF, without small copies of others. @throws ImageFault */
export function tiffPageList(bytes: Uint8Array): readonly TiffPage[] {
  return tiffPages(bytes).flatMap((tags, place): TiffPage[] => {
    if ((tags.number(TAG.subfile, 0) & REDUCED) !== 0) return [];
    return [{ place, tags, layout: checked(tiffLayout(tags), bytes), description: tags.text(TAG.description) }];
  });
}

/** The bands of some pages, one after the other. @throws ImageFault */
export const readTiffPages = (bytes: Buffer, pages: readonly TiffPage[]): Promise<Bands[]> => pagesOf(bytes, pages);

async function pagesOf(bytes: Buffer, pages: readonly Pick<TiffPage, 'layout' | 'tags'>[]): Promise<Bands[]> {
  for (const { layout, tags } of pages) refuseOdd(layout, tags);
  const bands: Bands[] = [];
  for (const page of pages) bands.push(bandsOf(await rasterOf(bytes, page), page.layout));
  return bands;
}

async function rasterOf(
  bytes: Buffer,
  { tags, layout }: Pick<TiffPage, 'tags' | 'layout'>,
): Promise<ArrayLike<number>> {
  try {
    return await blockValues(bytes, tags, layout, littleEndian(bytes) ?? true);
  } catch (cause) {
    throw cause instanceof ImageFault ? cause : new ImageFault(UNREADABLE, { cause });
  }
}
