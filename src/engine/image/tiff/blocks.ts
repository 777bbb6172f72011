import { ImageFault } from '../image-fault';
import type { TiffLayout } from './layout';
import { unpackLzw } from './lzw';
import { bytesOfRow, rowNumbers, type RowForm } from './row-numbers';
import { TAG, type Tags } from './tags';

const SEPARATE = 2;
const [NOT_PACKED, LZW] = [1, 5];

/** The strips or tiles of an image: all of one size, row by row, and those of every band by themselves where they are separate. */
interface Blocks {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly down: number;
  /** 1, or a set of blocks for every band. */
  readonly sets: number;
  readonly places: readonly number[];
  readonly sizes: readonly number[];
}

/**
 * All numbers of an image, [height, width, bands]. The library unpacks the blocks and no more: where a file is damaged, its
 * reader of whole images leaves failures that nobody catches, or goes on without end.
 * @throws ImageFault where its blocks are not all there
 */
export async function blockValues(
  bytes: Buffer,
  tags: Tags,
  layout: TiffLayout,
  isLittle: boolean,
): Promise<Float64Array> {
  const blocks = blocksOf(tags, layout);
  const perPixel = blocks.sets > 1 ? 1 : layout.bands;
  const form: RowForm = { ...layout, isLittle, perPixel };
  const most = blocks.height * bytesOfRow(blocks.width * perPixel, layout.bits);
  const unpack = await unpackingOf(tags, blocks, layout, most);
  // GDAL leaves out blocks that hold nothing, or nothing but its number for that.
  const values = new Float64Array(layout.width * layout.height * layout.bands).fill(Number(tags.text(TAG.noData)) || 0);
  for (let k = 0; k < blocks.sets * blocks.down * blocks.across; k++) {
    if (blocks.sizes[k] === 0) continue;
    const packed = bytes.subarray(blocks.places[k], blocks.places[k] + blocks.sizes[k]);
    place(await unpack(packed), k, { blocks, layout, form, values });
  }
  return values;
}

async function unpackingOf(
  tags: Tags,
  blocks: Blocks,
  { bits, bands }: TiffLayout,
  most: number,
): Promise<(packed: Uint8Array) => Uint8Array | Promise<Uint8Array>> {
  const compression = tags.number(TAG.compression, NOT_PACKED);
  if (compression === NOT_PACKED) return (packed) => packed;
  if (compression === LZW) return (packed) => unpackLzw(packed, most);
  const { getDecoder } = await import('geotiff');
  const jpegTables = tags.numbers(TAG.jpegTables);
  const parameters = {
    tileWidth: blocks.width,
    tileHeight: blocks.height,
    predictor: 1,
    bitsPerSample: bits,
    planarConfiguration: blocks.sets > 1 ? SEPARATE : 1,
    samplesPerPixel: bands,
    LercParameters: tags.numbers(TAG.lerc),
    ...(jpegTables.length > 0 && { JPEGTables: Uint8Array.from(jpegTables) }),
  };
  const decoder = await getDecoder(compression, parameters);
  return async (packed) => new Uint8Array(await decoder.decodeBlock(Uint8Array.from(packed).buffer));
}

interface Target {
  readonly blocks: Blocks;
  readonly layout: TiffLayout;
  readonly form: RowForm;
  readonly values: Float64Array;
}

/** Writes the numbers of block `k` where they belong; tiles reach beyond the image. */
function place(block: Uint8Array, k: number, { blocks, layout, form, values }: Target): void {
  const inSet = k % (blocks.across * blocks.down);
  const band = Math.floor(k / (blocks.across * blocks.down));
  const [top, left] = [Math.floor(inSet / blocks.across) * blocks.height, (inSet % blocks.across) * blocks.width];
  const rows = Math.min(blocks.height, layout.height - top);
  const columns = Math.min(blocks.width, layout.width - left);
  const count = blocks.width * form.perPixel;
  const rowBytes = bytesOfRow(count, layout.bits);
  if (block.length < rows * rowBytes)
    throw new ImageFault('it is cut short: a strip or tile holds fewer values than it states');
  for (let y = 0; y < rows; y++) {
    const numbers = rowNumbers(block.subarray(y * rowBytes, (y + 1) * rowBytes), count, form);
    for (let x = 0; x < columns; x++)
      for (let b = 0; b < form.perPixel; b++)
        values[((top + y) * layout.width + left + x) * layout.bands + band + b] = numbers[x * form.perPixel + b];
  }
}

function blocksOf(tags: Tags, { width, height, bands }: TiffLayout): Blocks {
  const isTiled = tags.numbers(TAG.tilePlaces).length > 0;
  const own = isTiled
    ? [tags.number(TAG.tileWidth, width), tags.number(TAG.tileHeight, height)]
    : [width, Math.min(height, tags.number(TAG.stripRows, height) || height)];
  const [blockWidth, blockHeight] = own;
  const isWhole = Number.isInteger(blockWidth) && Number.isInteger(blockHeight);
  if (!(isWhole && blockWidth >= 1 && blockHeight >= 1 && blockWidth * blockHeight <= 4 * width * height + 2 ** 20))
    throw new ImageFault('its strips or tiles have no size, or one far beyond the image');
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  const sets = tags.number(TAG.planar, 1) === SEPARATE ? bands : 1;
  const places = tags.numbers(isTiled ? TAG.tilePlaces : TAG.stripPlaces);
  const sizes = tags.numbers(isTiled ? TAG.tileBytes : TAG.stripBytes);
  const count = sets * across * down;
  if (places.length < count || sizes.length < count) throw new ImageFault('some of its strips or tiles are missing');
  return { width: blockWidth, height: blockHeight, across, down, sets, places, sizes };
}
