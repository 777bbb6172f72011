import { ImageFault } from '../image-fault';
import { bitmapHeader, type BitmapHeader } from './header';
import { runIndices } from './runs';

/** A decoded bitmap: height × width × channels, 8 bits each. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

/** Bitmaps are decoded at once, so that these take half a gigabyte. */
const MOST_BITMAP_PIXELS = 2 ** 27;
/** Two bytes of run lengths make at most so many pixels. */
const MOST_PIXELS_PER_BYTE = 128;

export const isBitmap = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/** Height and width of a bitmap that its bytes can hold. @throws ImageFault */
export function bitmapSize(bytes: Buffer): [height: number, width: number] {
  const { height, width } = checkedHeader(bytes);
  return [height, width];
}

/**
 * Decodes a Windows or OS/2 bitmap: 1, 2, 4 and 8 bits with a palette, also in run lengths, 16 and 32 with masks, 24.
 * @throws ImageFault for a file that is damaged, cut short or of another kind
 */
export function decodeBitmap(bytes: Buffer): Bitmap {
  const header = checkedHeader(bytes);
  return header.bits <= 8 ? fromPalette(bytes, header) : fromColours(bytes, header);
}

const rowBytes = ({ width, bits }: BitmapHeader): number => 4 * Math.ceil((width * bits) / 32);

function checkedHeader(bytes: Buffer): BitmapHeader {
  const header = bitmapHeader(bytes);
  const { width, height, start, compression } = header;
  if (width < 1 || height < 1) throw new ImageFault('its header states no size');
  if (width * height > MOST_BITMAP_PIXELS)
    throw new ImageFault(`it has more than the ${MOST_BITMAP_PIXELS} pixels that a bitmap may have`);
  const available = bytes.length - start;
  const needed = compression === 'runs' ? (width * height) / MOST_PIXELS_PER_BYTE : rowBytes(header) * height;
  if (start < 14 || available < needed) throw new ImageFault(`it is cut short: it states ${width} × ${height} pixels`);
  return header;
}

function fromPalette(bytes: Buffer, header: BitmapHeader): Bitmap {
  const { width, height, palette, compression, topDown } = header;
  const indices = compression === 'runs' ? runIndices(bytes, header) : packedIndices(bytes, header);
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const from = (topDown ? y : height - 1 - y) * width;
    for (let x = 0; x < width; x++) {
      const index = indices[from + x];
      const entry = palette.start + palette.bytes * index;
      // An index without an entry is black.
      if (index >= palette.entries || entry + 3 > bytes.length) continue;
      for (let c = 0; c < 3; c++) data[3 * (y * width + x) + c] = bytes[entry + 2 - c];
    }
  }
  return { width, height, channels: 3, data };
}

/** One index per pixel, rows as they stand in the file. */
function packedIndices(bytes: Buffer, header: BitmapHeader): Uint8Array {
  const { width, height, bits, start } = header;
  const stride = rowBytes(header);
  const indices = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = start + y * stride;
    for (let x = 0; x < width; x++) {
      const at = x * bits;
      indices[y * width + x] = (bytes[row + (at >> 3)] >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
    }
  }
  return indices;
}

function fromColours(bytes: Buffer, header: BitmapHeader): Bitmap {
  const { width, height, bits, masks, topDown, start } = header;
  const channels = masks[3] === 0 ? 3 : 4;
  const [stride, step] = [rowBytes(header), bits / 8];
  const read = readerOf(bytes, masks.slice(0, channels), step);
  const data = new Uint8Array(channels * width * height);
  for (let y = 0; y < height; y++) {
    const row = start + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) read(row + x * step, data, channels * (y * width + x));
  }
  return { width, height, channels, data: channels === 4 ? withoutEmptyAlpha(data) : data };
}

type PixelReader = (at: number, data: Uint8Array, to: number) => void;

/** Most bitmaps hold blue, green and red, a byte each. */
function readerOf(bytes: Buffer, masks: readonly number[], step: number): PixelReader {
  if (step >= 3 && masks.length === 3 && masks.join() === USUAL)
    return (at, data, to) => {
      data[to] = bytes[at + 2];
      data[to + 1] = bytes[at + 1];
      data[to + 2] = bytes[at];
    };
  const fields = masks.map(fieldOf);
  return (at, data, to) => {
    const pixel = bytes.readUIntLE(at, step);
    for (let c = 0; c < fields.length; c++) data[to + c] = fields[c](pixel);
  };
}

const USUAL = [0xff0000, 0x00ff00, 0x0000ff].join();

/** Programs that know no transparency leave all of it at 0, and mean an image that is seen. */
function withoutEmptyAlpha(data: Uint8Array): Uint8Array {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return data;
  return data.map((value, at) => (at % 4 === 3 ? 255 : value));
}

/** The value under a mask as 8 bits. */
function fieldOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((255 * ((pixel & mask) >>> shift)) / most);
}
