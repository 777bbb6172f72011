import type { BitmapHeader } from './header';

const [END_OF_LINE, END_OF_BITMAP, DELTA] = [0, 1, 2];

/**
 * Palette indices of a run-length coded bitmap of 4 or 8 bits, row by row from the bottom; what no run reaches is 0, and
 * what runs past the image is nothing.
 */
export function runIndices(bytes: Buffer, { width, height, bits, start }: BitmapHeader): Uint8Array {
  const indices = new Uint8Array(width * height);
  let [x, y] = [0, 0];
  const put = (index: number): void => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  /** The index at place `k` of bytes that hold one each, or two. */
  const indexIn = (at: number, k: number): number =>
    bits === 8 ? bytes[at + k] : k % 2 === 0 ? bytes[at + (k >> 1)] >> 4 : bytes[at + (k >> 1)] & 15;
  for (let at = start; at + 2 <= bytes.length && y < height;) {
    const [count, code] = [bytes[at], bytes[at + 1]];
    at += 2;
    if (count > 0) for (let k = 0; k < count; k++) put(indexIn(at - 1, bits === 8 ? 0 : k % 2));
    else if (code === END_OF_BITMAP) break;
    else if (code === END_OF_LINE) [x, y] = [0, y + 1];
    else if (code === DELTA) {
      if (at + 2 > bytes.length) break;
      [x, y] = [x + bytes[at], y + bytes[at + 1]];
      at += 2;
    } else {
      const length = bits === 8 ? code : (code + 1) >> 1;
      if (at + length > bytes.length) break;
      for (let k = 0; k < code; k++) put(indexIn(at, k));
      // Such a stretch ends at an even byte.
      at += length + (length % 2);
    }
  }
  return indices;
}
