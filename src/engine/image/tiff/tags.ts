import { ImageFault } from '../image-fault';

/** Numbers of the tags that are used. @see https://www.adobe.io/open/standards/TIFF.html */
export const TAG = Object.freeze({
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripPlaces: 273,
  stripRows: 278,
  stripBytes: 279,
  planar: 284,
  orientation: 274,
  samples: 277,
  most: 281,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tilePlaces: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  mostOfFloats: 341,
  jpegTables: 347,
  noData: 42113,
  lerc: 50674,
  whiteLevel: 50717,
});

/** Values of one directory of a file, numbers or a text, by tag. */
export class Tags {
  constructor(private readonly values: ReadonlyMap<number, readonly number[] | string>) {}

  numbers(tag: number): readonly number[] {
    const value = this.values.get(tag);
    return typeof value === 'object' ? value : [];
  }

  number(tag: number, otherwise: number): number {
    return this.numbers(tag)[0] ?? otherwise;
  }

  text(tag: number): string {
    const value = this.values.get(tag);
    return typeof value === 'string' ? value : '';
  }
}

type Read = (view: DataView, at: number, little: boolean) => number;
const whole8: Read = (view, at, little) => Number(view.getBigUint64(at, little));

/** Sizes of the types of values, and how one is read; 2 is text. */
const TYPES: Readonly<Partial<Record<number, readonly [bytes: number, read: Read]>>> = {
  1: [1, (view, at) => view.getUint8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, little) => view.getUint16(at, little)],
  4: [4, (view, at, little) => view.getUint32(at, little)],
  5: [8, (view, at, little) => view.getUint32(at, little) / view.getUint32(at + 4, little)],
  6: [1, (view, at) => view.getInt8(at)],
  7: [1, (view, at) => view.getUint8(at)],
  8: [2, (view, at, little) => view.getInt16(at, little)],
  9: [4, (view, at, little) => view.getInt32(at, little)],
  11: [4, (view, at, little) => view.getFloat32(at, little)],
  12: [8, (view, at, little) => view.getFloat64(at, little)],
  13: [4, (view, at, little) => view.getUint32(at, little)],
  16: [8, whole8],
  18: [8, whole8],
};
const TEXT = 2;
const [CLASSIC, BIG] = [42, 43];
const WANTED = new Set<number>(Object.values(TAG));
/** Of a list such as the bits of every sample, no more is looked at. */
const MOST_VALUES = 1 << 20;
const MOST_PAGES = 1 << 14;

export const isTiff = (bytes: Uint8Array): boolean => littleEndian(bytes) !== null;

export function littleEndian(bytes: Uint8Array): boolean | null {
  const [first, second, a, b] = bytes;
  if (first === 0x49 && second === 0x49 && (a === CLASSIC || a === BIG) && b === 0) return true;
  return first === 0x4d && second === 0x4d && a === 0 && (b === CLASSIC || b === BIG) ? false : null;
}

/**
 * The tags of a TIFF file's first image. Nothing a file states is believed beyond its bytes.
 * @throws ImageFault for a directory that does not lie in the file
 */
export const tiffTags = (bytes: Uint8Array): Tags => directories(bytes, 1)[0];

/** The tags of all images of a TIFF file. @throws ImageFault as {@link tiffTags}, and where they form a circle */
export const tiffPages = (bytes: Uint8Array): readonly Tags[] => directories(bytes, MOST_PAGES);

function directories(bytes: Uint8Array, most: number): Tags[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = littleEndian(bytes) ?? true;
  const pages: Tags[] = [];
  const seen = new Set<number>();
  try {
    const sizes = view.getUint16(2, little) === BIG ? BIG_SIZES : SIZES;
    let start = sizes.place(view, sizes.first, little);
    do {
      if (seen.has(start)) throw new ImageFault('its directories form a circle');
      seen.add(start);
      const { tags, next } = directory(view, start, little, sizes);
      pages.push(tags);
      start = pages.length < most ? next() : 0;
    } while (start !== 0);
  } catch (error) {
    if (error instanceof RangeError) throw new ImageFault('its directory lies beyond its end');
    throw error;
  }
  return pages;
}

/** Where things stand in a directory, and how counts and places are read. */
interface Sizes {
  readonly first: number;
  readonly countBytes: number;
  readonly entry: number;
  readonly inside: number;
  readonly count: Read;
  readonly place: Read;
}

const SIZES: Sizes = { first: 4, countBytes: 2, entry: 12, inside: 4, count: TYPES[3]![1], place: TYPES[4]![1] };
const BIG_SIZES: Sizes = { first: 8, countBytes: 8, entry: 20, inside: 8, count: whole8, place: whole8 };

interface Directory {
  readonly tags: Tags;
  /** Where the next one lies; 0 after the last. */
  readonly next: () => number;
}

function directory(view: DataView, start: number, little: boolean, sizes: Sizes): Directory {
  const entries = sizes.count(view, start, little);
  const values = new Map<number, readonly number[] | string>();
  for (let k = 0; k < entries; k++) {
    const at = start + sizes.countBytes + k * sizes.entry;
    const tag = view.getUint16(at, little);
    const type = TYPES[view.getUint16(at + 2, little)];
    if (!WANTED.has(tag) || !type) continue;
    const [size, read] = type;
    const count = sizes.place(view, at + 4, little);
    const inside = at + 4 + sizes.inside;
    const place = count * size <= sizes.inside ? inside : sizes.place(view, inside, little);
    if (place + count * size > view.byteLength) throw new ImageFault('a list of its directory lies beyond its end');
    const list = Array.from({ length: Math.min(count, MOST_VALUES) }, (_, i) => read(view, place + i * size, little));
    values.set(tag, view.getUint16(at + 2, little) === TEXT ? textOf(list) : list);
  }
  const end = start + sizes.countBytes + entries * sizes.entry;
  return { tags: new Tags(values), next: () => sizes.place(view, end, little) };
}

function textOf(codes: readonly number[]): string {
  return Buffer.from(codes).toString('utf8').replace(/\0+$/, '');
}
