import { ImageFault } from '../image-fault';

/** How pixels are stored. @see https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types */
export type Compression = 'none' | 'runs' | 'masks';

export interface BitmapHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  /** Per pixel: 1, 2, 4, 8, 16, 24 or 32. */
  readonly bits: number;
  readonly compression: Compression;
  /** Which bits of a pixel are red, green, blue and alpha; 0 where there is none. */
  readonly masks: readonly [red: number, green: number, blue: number, alpha: number];
  /** Blue, green, red and perhaps a byte that means nothing, per entry. */
  readonly palette: { readonly start: number; readonly entries: number; readonly bytes: 3 | 4 };
  /** Where the pixels begin. */
  readonly start: number;
}

const FILE_HEADER = 14;
const CORE = 12;
/** Of the shortest other header: what follows its bits per pixel may be left out (OS/2 2.x). */
const SHORTEST_INFO = 16;
/** Of the oldest header that has masks of colours inside. */
const MASKS_INSIDE = 52;
const ALPHA_INSIDE = 56;
const BITS = [1, 2, 4, 8, 16, 24, 32];
const [RGB, RLE8, RLE4, BITFIELDS, ALPHA_BITFIELDS] = [0, 1, 2, 3, 6];
/** Every entry of a palette beyond those that indices reach is of no use. */
const MOST_ENTRIES = 256;

/** The header of a bitmap. @throws ImageFault for one that is damaged or of a kind that is not read */
export function bitmapHeader(bytes: Buffer): BitmapHeader {
  if (bytes.length < FILE_HEADER + CORE) throw new ImageFault('it is cut short');
  const size = bytes.readUInt32LE(FILE_HEADER);
  if (FILE_HEADER + size > bytes.length) throw new ImageFault('its header is damaged');
  if (size === CORE) return coreHeader(bytes);
  if (size < SHORTEST_INFO) throw new ImageFault('its header is damaged');
  return infoHeader(bytes, size);
}

/** OS/2's header: sizes of 16 bits, a palette of three bytes an entry. */
function coreHeader(bytes: Buffer): BitmapHeader {
  const bits = knownBits(bytes.readUInt16LE(24));
  return {
    width: bytes.readUInt16LE(18),
    height: bytes.readUInt16LE(20),
    topDown: false,
    bits,
    compression: 'none',
    masks: usualMasks(bits),
    palette: { start: FILE_HEADER + CORE, entries: bits <= 8 ? 1 << bits : 0, bytes: 3 },
    start: startOf(bytes),
  };
}

function infoHeader(bytes: Buffer, size: number): BitmapHeader {
  const field = (at: number): number => (at + 4 <= FILE_HEADER + size ? bytes.readUInt32LE(at) : 0);
  const height = bytes.readInt32LE(22);
  const bits = knownBits(bytes.readUInt16LE(28));
  const kind = field(30);
  const isMasked = kind === BITFIELDS || kind === ALPHA_BITFIELDS;
  // The oldest header has its masks behind it.
  const behind = isMasked && size < MASKS_INSIDE ? (kind === ALPHA_BITFIELDS ? 16 : 12) : 0;
  const stated = field(46);
  return {
    width: bytes.readInt32LE(18),
    height: Math.abs(height),
    topDown: height < 0,
    bits,
    compression: compressionOf(kind, bits),
    masks: isMasked ? masksAt(bytes, size, kind) : usualMasks(bits),
    palette: {
      start: FILE_HEADER + size + behind,
      entries: bits <= 8 ? Math.min(stated || 1 << bits, MOST_ENTRIES) : 0,
      bytes: 4,
    },
    start: startOf(bytes),
  };
}

function knownBits(bits: number): number {
  if (BITS.includes(bits)) return bits;
  throw new ImageFault(`it is a bitmap of ${bits} bits per pixel, which is not read`);
}

function compressionOf(kind: number, bits: number): Compression {
  if (kind === RGB) return 'none';
  if ((kind === BITFIELDS || kind === ALPHA_BITFIELDS) && (bits === 16 || bits === 32)) return 'masks';
  if ((kind === RLE8 && bits === 8) || (kind === RLE4 && bits === 4)) return 'runs';
  throw new ImageFault('it is a bitmap of a compression that is not read');
}

function masksAt(bytes: Buffer, size: number, kind: number): BitmapHeader['masks'] {
  const start = FILE_HEADER + 40;
  const count = size >= ALPHA_INSIDE || (size < MASKS_INSIDE && kind === ALPHA_BITFIELDS) ? 4 : 3;
  if (start + 4 * count > bytes.length) throw new ImageFault('its header is damaged');
  const mask = (k: number): number => (k < count ? bytes.readUInt32LE(start + 4 * k) : 0);
  return [mask(0), mask(1), mask(2), mask(3)];
}

/** Five bits a colour, or a byte; the fourth byte of 32 bits means nothing. */
const usualMasks = (bits: number): BitmapHeader['masks'] =>
  bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0x00ff00, 0x0000ff, 0];

const startOf = (bytes: Buffer): number => bytes.readUInt32LE(10);
