import { inflateSync } from 'node:zlib';
import { unreadable } from './decoding';
import { ImageFault } from './image-fault';

/** A PNG of palette entries, before they are turned into colours: label maps of segmentations are kept so. */
export interface PaletteImage {
  readonly width: number;
  readonly height: number;
  /** One palette index per pixel, row by row. */
  readonly indices: Uint8Array;
  /** RGB of every entry. */
  readonly palette: Uint8Array;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_COLOR = 3;
/** First pixel and steps of Adam7's seven passes: x, y, dx, dy. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const WHOLE = [[0, 0, 1, 1]] as const;

/** Indices are held whole, and so are those of more pixels than any label map has. */
const MOST_PIXELS = 2 ** 26;
const DEPTHS = [1, 2, 4, 8];
/** Some encoders write a little more than the rows. */
const SLACK_BYTES = 1 << 16;

/**
 * The palette indices of a PNG file, which decoders that give colours lose; null for any other file, damaged ones
 * included.
 * @param where the file, for the error
 * @throws LensError `corrupt-image` for one of more pixels than are read, before anything is unpacked
 * @see https://www.w3.org/TR/png-3/
 */
export function readPalette(bytes: Uint8Array, where = 'image'): PaletteImage | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const chunks = [...chunksOf(file)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data;
  if (!header || header.length < 13 || header[9] !== PALETTE_COLOR || !palette) return null;
  const [width, height, depth, interlaced] = [
    header.readUInt32BE(0),
    header.readUInt32BE(4),
    header[8],
    header[12] === 1,
  ];
  if (width === 0 || height === 0 || !DEPTHS.includes(depth)) return null;
  if (width * height > MOST_PIXELS)
    throw unreadable(
      where,
      new ImageFault(`it has ${width} × ${height} pixels, more than the ${MOST_PIXELS} of a palette that are read`),
    );
  const layout = { width, height, depth, passes: interlaced ? ADAM7 : WHOLE };
  try {
    const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data));
    // What a few bytes may unpack to has no other end.
    const data = inflateSync(packed, { maxOutputLength: unpackedBytes(layout) + SLACK_BYTES });
    return { width, height, indices: indicesOf(data, layout), palette };
  } catch {
    // The image decoder says in words what is wrong with a damaged file.
    return null;
  }
}

function* chunksOf(file: Buffer): Iterable<Chunk> {
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** Bits per pixel: 1, 2, 4 or 8. */
  readonly depth: number;
  readonly passes: readonly (readonly [x: number, y: number, dx: number, dy: number])[];
}

/** Every row of every pass begins with the number of its filter. */
function unpackedBytes({ width, height, depth, passes }: Layout): number {
  return passes.reduce((sum, [x0, y0, dx, dy]) => {
    const [columns, rows] = [Math.ceil((width - x0) / dx), Math.ceil((height - y0) / dy)];
    return sum + (columns > 0 && rows > 0 ? rows * (1 + Math.ceil((columns * depth) / 8)) : 0);
  }, 0);
}

function indicesOf(data: Buffer, { width, height, depth, passes }: Layout): Uint8Array {
  const indices = new Uint8Array(width * height);
  let at = 0;
  for (const [x0, y0, dx, dy] of passes) {
    const columns = Math.ceil((width - x0) / dx);
    const length = Math.ceil((columns * depth) / 8);
    let above: Uint8Array = new Uint8Array(length);
    for (let y = y0; columns > 0 && y < height; y += dy) {
      if (at + 1 + length > data.length) throw new RangeError('the data end early');
      const row = unfiltered(data[at], data.subarray(at + 1, at + 1 + length), above);
      for (let c = 0; c < columns; c++)
        indices[y * width + x0 + c * dx] =
          (row[(c * depth) >> 3] >> (8 - depth - ((c * depth) & 7))) & ((1 << depth) - 1);
      at += 1 + length;
      above = row;
    }
  }
  return indices;
}

/** What a byte is predicted from: the one to the left, above, and above to the left. */
const PREDICTIONS: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** Undoes a row's filter; pixels have a byte or less, so that the left neighbour is always the byte before. */
function unfiltered(filter: number, row: Uint8Array, above: Uint8Array): Uint8Array {
  const predict = PREDICTIONS[filter];
  if (!predict) throw new RangeError(`there is no filter ${filter}`);
  const result = new Uint8Array(row.length);
  for (let i = 0; i < row.length; i++)
    result[i] = row[i] + predict(i > 0 ? result[i - 1] : 0, above[i], i > 0 ? above[i - 1] : 0);
  return result;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
