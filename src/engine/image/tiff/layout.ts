import { ImageFault } from '../image-fault';
import { TAG, type Tags } from './tags';

/** What a TIFF holds, by its tags. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  readonly bands: number;
  readonly bits: number;
  readonly format: 'whole' | 'signed' | 'float';
  /** The last band is how opaque a pixel is. */
  readonly hasAlpha: boolean;
  /** 0 is white. */
  readonly isInverted: boolean;
  /** Turned or mirrored, as EXIF numbers it; 1 for an upright image. */
  readonly orientation: number;
  /** Bytes as they are, not packed. */
  readonly isPlain: boolean;
  /** Numbers, or the bytes of floating-point ones, are stored as what they differ by from those before. */
  readonly differences: 'none' | 'numbers' | 'bytes';
  /** Bands are amounts of light, not indices of a palette or coordinates of colours. */
  readonly isLinear: boolean;
  /** What decoders of images read as it is meant: eight bits or fewer, of grey, colours or a palette. */
  readonly isUsual: boolean;
  /** The value of white; null where nothing says it. */
  readonly white: number | null;
}

const [WHITE_IS_ZERO, BLACK_IS_ZERO, COLOURS, PALETTE, CMYK, YCBCR] = [0, 1, 2, 3, 5, 6];
/** Bands of each kind of image before extra ones. */
const OWN_BANDS: ReadonlyMap<number, number> = new Map([
  [WHITE_IS_ZERO, 1],
  [BLACK_IS_ZERO, 1],
  [COLOURS, 3],
  [PALETTE, 1],
  [CMYK, 4],
  [YCBCR, 3],
]);
const FORMATS: ReadonlyMap<number, TiffLayout['format']> = new Map([
  [1, 'whole'],
  [2, 'signed'],
  [3, 'float'],
  [4, 'whole'],
]);
const DIFFERENCES: ReadonlyMap<number, TiffLayout['differences']> = new Map([
  [2, 'numbers'],
  [3, 'bytes'],
]);
const LINEAR = new Set([WHITE_IS_ZERO, BLACK_IS_ZERO, COLOURS]);
const ALPHA = new Set([1, 2]);
const MOST_BANDS = 4096;

/** @throws ImageFault for a layout that is not read */
export function tiffLayout(tags: Tags): TiffLayout {
  const [width, height] = [tags.number(TAG.width, 0), tags.number(TAG.height, 0)];
  const bands = tags.number(TAG.samples, 1);
  const photometric = tags.number(TAG.photometric, BLACK_IS_ZERO);
  const bits = same(tags.numbers(TAG.bits), 1, 'bits per band');
  const format = FORMATS.get(same(tags.numbers(TAG.sampleFormat), 1, 'kinds of numbers'));
  if (!(width >= 1 && height >= 1)) throw new ImageFault('its directory states no size');
  if (!(bands >= 1 && bands <= MOST_BANDS))
    throw new ImageFault(`it states ${bands} bands; at most ${MOST_BANDS} are read`);
  if (!format) throw new ImageFault('its numbers are complex, or of a kind that is not read');
  const extra = tags.numbers(TAG.extraSamples);
  const own = OWN_BANDS.get(photometric);
  const hasAlpha = extra.length > 0 && ALPHA.has(extra[extra.length - 1]) && own === bands - 1;
  return {
    width,
    height,
    bands,
    bits,
    format,
    hasAlpha,
    isInverted: photometric === WHITE_IS_ZERO,
    orientation: tags.number(TAG.orientation, 1),
    isPlain: tags.number(TAG.compression, 1) === 1,
    differences: DIFFERENCES.get(tags.number(TAG.predictor, 1)) ?? 'none',
    isLinear: LINEAR.has(photometric),
    // Decoders of images convert what is no grey and no red, green and blue to colours, however many bits it has.
    isUsual:
      (own === undefined || bands === own || hasAlpha) &&
      (!LINEAR.has(photometric) || (format === 'whole' && (bits === 8 || (bits < 8 && bands === 1)))),
    white: whiteOf(tags, bits, format),
  };
}

/** One number for all bands. */
function same(values: readonly number[], otherwise: number, what: string): number {
  const [first = otherwise] = values;
  if (values.every((value) => value === first)) return first;
  throw new ImageFault(`its bands have different ${what}`);
}

/** All bits that hold values, where they are fewer than there is room for. */
const SIGNIFICANT = /SignificantBits="(\d{1,2})"/;

/**
 * The value of white: as the file states it (cameras: the white level; OME: significant bits; the largest value where it
 * is that of whole bits), else all bits set, else 1 of floating-point numbers. Of 32 bits nothing can be assumed.
 */
function whiteOf(tags: Tags, bits: number, format: TiffLayout['format']): number | null {
  const level = tags.number(TAG.whiteLevel, 0);
  if (level > 0) return level;
  const stated = tags.number(TAG.mostOfFloats, 0);
  if (format === 'float') return stated > 0 ? stated : 1;
  const significant = Number(SIGNIFICANT.exec(tags.text(TAG.description))?.[1] ?? 0);
  if (significant > 0 && significant < bits) return 2 ** significant - 1;
  const most = tags.number(TAG.most, 0);
  if (most > 1 && Number.isInteger(Math.log2(most + 1)) && most < 2 ** bits) return most;
  const full = 2 ** (format === 'signed' ? bits - 1 : bits) - 1;
  return bits > 16 ? null : full;
}
