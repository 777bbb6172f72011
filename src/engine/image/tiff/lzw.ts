import { ImageFault } from '../image-fault';

const [CLEAR, END, FIRST_FREE] = [256, 257, 258];
const [NARROWEST, WIDEST] = [9, 12];
const NONE = -1;

/**
 * Unpacks the LZW codes of a strip or tile, the highest bit first, until `most` bytes are there. Written here because
 * the library follows a code that is not in its table yet in a circle without end.
 * @see https://www.adobe.io/open/standards/TIFF.html, Section 13
 * @throws ImageFault for a code that stands for nothing
 */
export function unpackLzw(packed: Uint8Array, most: number): Uint8Array {
  const table = new LzwTable();
  const result = new Uint8Array(most);
  let [length, before] = [0, NONE];
  for (const code of codesOf(packed, table)) {
    if (code === CLEAR) {
      table.clear();
      before = NONE;
      continue;
    }
    const isNew = code === table.size;
    if (code > table.size || code === END || (isNew && before === NONE))
      throw new ImageFault('its LZW codes are damaged');
    // The one code that may be used before it is known: the text before it, and once more its first byte.
    if (before !== NONE) table.add(before, table.first(isNew ? before : code));
    length = table.write(code, result, length);
    if (length >= most) break;
    before = code;
  }
  return result.subarray(0, length);
}

/** Codes up to the end; they become one bit wider one entry before the table needs it. */
function* codesOf(packed: Uint8Array, table: LzwTable): Generator<number> {
  let [value, bits] = [0, 0];
  for (const byte of packed) {
    value = ((value << 8) | byte) & 0xffffff;
    bits += 8;
    const width = table.width;
    if (bits < width) continue;
    bits -= width;
    const code = (value >> bits) & ((1 << width) - 1);
    if (code === END) return;
    yield code;
  }
}

/** Texts by their codes: each is an earlier one and a byte. */
class LzwTable {
  private readonly earlier = new Uint16Array(1 << WIDEST);
  private readonly last = Uint8Array.from({ length: 1 << WIDEST }, (_, code) => code);
  private readonly lengths = new Uint16Array(1 << WIDEST).fill(1);
  size = FIRST_FREE;

  get width(): number {
    const needed = 32 - Math.clz32(this.size + 1);
    return Math.min(WIDEST, Math.max(NARROWEST, needed));
  }

  clear(): void {
    this.size = FIRST_FREE;
  }

  /** A full table stays as it is until it is cleared. */
  add(earlier: number, last: number): void {
    if (this.size === 1 << WIDEST) return;
    this.earlier[this.size] = earlier;
    this.last[this.size] = last;
    this.lengths[this.size] = this.lengths[earlier] + 1;
    this.size++;
  }

  first(code: number): number {
    let at = code;
    while (at >= FIRST_FREE) at = this.earlier[at];
    return at;
  }

  /** Writes a text as far as there is room; answers where it ends. */
  write(code: number, result: Uint8Array, start: number): number {
    const end = start + this.lengths[code];
    let at = code;
    for (let place = end - 1; place >= start; place--) {
      if (place < result.length) result[place] = this.last[at];
      at = this.earlier[at];
    }
    return Math.min(end, result.length);
  }
}
