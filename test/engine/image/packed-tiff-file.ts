import { deflateSync } from 'node:zlib';

export interface PackedTiff {
  readonly width: number;
  readonly height: number;
  readonly bands: number;
  readonly bits: number;
  readonly bigEndian: boolean;
  /** Numbers, each stored as what it differs by from the one before. */
  readonly differences: boolean;
  /** Every band by itself. */
  readonly separate: boolean;
  /** Tiles of 16 × 16 in place of strips of 5 rows. */
  readonly tiled: boolean;
  readonly packing: keyof typeof PACKINGS;
}

/** Bits one behind the other, the highest first. */
function bitstream(codes: readonly (readonly [value: number, bits: number])[]): Buffer {
  const text = codes.map(([value, bits]) => value.toString(2).padStart(bits, '0')).join('');
  const bytes = text.padEnd(8 * Math.ceil(text.length / 8), '0').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}

/** Nothing but single bytes, and a new beginning before codes would grow. */
function lzw(bytes: Buffer): Buffer {
  const [CLEAR, END] = [256, 257];
  const codes = [...bytes].flatMap((byte, k) => (k % 200 === 0 ? [CLEAR, byte] : [byte]));
  return bitstream([...codes, END].map((code) => [code, 9] as const));
}

/** Runs of up to 128 bytes as they are. */
function packBits(bytes: Buffer): Buffer {
  const runs = Array.from({ length: Math.ceil(bytes.length / 128) }, (_, k) => bytes.subarray(128 * k, 128 * (k + 1)));
  return Buffer.concat(runs.flatMap((run) => [Buffer.of(run.length - 1), run]));
}

const PACKINGS = {
  none: [1, (bytes: Buffer) => bytes],
  LZW: [5, lzw],
  Deflate: [8, (bytes: Buffer) => deflateSync(bytes)],
  PackBits: [32773, packBits],
} as const;
export const packings = Object.keys(PACKINGS) as (keyof typeof PACKINGS)[];

/** A TIFF of whole numbers, [height, width, bands], in any form that TIFF has for them. */
export function packedTiffFile(file: PackedTiff, values: readonly number[]): Buffer {
  const { width, height, bands, bits, bigEndian, differences, separate, tiled } = file;
  const [compression, pack] = PACKINGS[file.packing];
  const [blockWidth, blockHeight] = tiled ? [16, 16] : [width, 5];
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  const perPixel = separate ? 1 : bands;
  const row = (band: number, y: number, left: number): Buffer => {
    const numbers = Array.from({ length: blockWidth * perPixel }, (_, i) => {
      const [x, b] = [left + Math.floor(i / perPixel), band + (i % perPixel)];
      return x < width && y < height ? values[(y * width + x) * bands + b] : 0;
    });
    const stored = differences
      ? numbers.map((v, i) => (v - (numbers[i - perPixel] ?? 0) + 2 ** bits) % 2 ** bits)
      : numbers;
    if (bits % 8 !== 0) return bitstream(stored.map((v) => [v, bits] as const));
    const bytes = Buffer.alloc((stored.length * bits) / 8);
    const write = bigEndian ? bytes.writeUIntBE.bind(bytes) : bytes.writeUIntLE.bind(bytes);
    stored.forEach((v, i) => write(v, (i * bits) / 8, bits / 8));
    return bytes;
  };
  const blocks = Array.from({ length: (separate ? bands : 1) * down * across }, (_, k) => {
    const [band, inSet] = [Math.floor(k / (across * down)), k % (across * down)];
    const top = Math.floor(inSet / across) * blockHeight;
    const rows = tiled ? blockHeight : Math.min(blockHeight, height - top);
    const left = (inSet % across) * blockWidth;
    return pack(Buffer.concat(Array.from({ length: rows }, (_, y) => row(band, top + y, left))));
  });
  const data = Buffer.concat(blocks);
  const places = blocks.map((_, k) => 8 + blocks.slice(0, k).reduce((sum, { length }) => sum + length, 0));
  const sizes = blocks.map(({ length }) => length);
  const entries: (readonly [tag: number, values: readonly number[]])[] = [
    [256, [width]],
    [257, [height]],
    [258, new Array<number>(bands).fill(bits)],
    [259, [compression]],
    [262, [1]],
    ...(tiled ? [] : [[273, places] as const]),
    [277, [bands]],
    ...(tiled ? [] : [[278, [blockHeight]] as const, [279, sizes] as const]),
    [284, [separate ? 2 : 1]],
    [317, [differences ? 2 : 1]],
    ...(tiled
      ? ([
          [322, [16]],
          [323, [16]],
          [324, places],
          [325, sizes],
        ] as const)
      : []),
    [338, new Array<number>(Math.max(0, bands - 1)).fill(0)],
  ];
  return Buffer.concat([header(bigEndian, 8 + data.length), data, directory(entries, 8 + data.length, bigEndian)]);
}

const number = (value: number, bytes: number, bigEndian: boolean): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bigEndian) buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

const header = (bigEndian: boolean, place: number): Buffer =>
  Buffer.concat([Buffer.from(bigEndian ? 'MM' : 'II'), number(42, 2, bigEndian), number(place, 4, bigEndian)]);

/** Every value has 32 bits. */
function directory(all: readonly (readonly [number, readonly number[]])[], place: number, bigEndian: boolean): Buffer {
  const entries = all.filter(([, values]) => values.length > 0);
  const end = place + 2 + 12 * entries.length + 4;
  const lists: Buffer[] = [];
  const rows = entries.map(([tag, values]) => {
    const list = Buffer.concat(values.map((value) => number(value, 4, bigEndian)));
    const at = end + lists.reduce((sum, { length }) => sum + length, 0);
    if (values.length > 1) lists.push(list);
    const stated = [number(tag, 2, bigEndian), number(4, 2, bigEndian), number(values.length, 4, bigEndian)];
    return Buffer.concat([...stated, values.length > 1 ? number(at, 4, bigEndian) : list]);
  });
  return Buffer.concat([number(entries.length, 2, bigEndian), ...rows, number(0, 4, bigEndian), ...lists]);
}
