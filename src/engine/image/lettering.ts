import type { Raster } from '../../protocol/raster';

/** Characters of 3 × 5 dots, because no font can be relied on: rows as octal digits, top to bottom. */
const ROWS: Readonly<Record<string, string>> = {
  0: '75557',
  1: '26227',
  2: '71747',
  3: '71717',
  4: '55711',
  5: '74717',
  6: '74757',
  7: '71122',
  8: '75757',
  9: '75717',
  '-': '00700',
  '+': '02720',
  '.': '00002',
  e: '07747',
  j: '10156',
  t: '27223',
  '=': '07070',
  ' ': '00000',
};

const LETTER_WIDTH = 4;
export const LETTER_HEIGHT = 5;

/** Writes a number or a short label of digits, signs and the letters e, j, t; other characters are left blank. */
export function letter(
  onto: Raster,
  text: string,
  left: number,
  top: number,
  scale = 1,
  [r, g, b]: readonly number[] = [0, 0, 0],
): void {
  [...text].forEach((character, k) => {
    const rows = ROWS[character] ?? ROWS[' '];
    for (let y = 0; y < LETTER_HEIGHT * scale; y++) {
      for (let x = 0; x < 3 * scale; x++) {
        if (!((Number(rows[Math.floor(y / scale)]) >> (2 - Math.floor(x / scale))) & 1)) continue;
        const [px, py] = [left + k * LETTER_WIDTH * scale + x, top + y];
        if (px >= 0 && py >= 0 && px < onto.width && py < onto.height)
          onto.rgba.set([r, g, b, 255], 4 * (py * onto.width + px));
      }
    }
  });
}

/** Width of a text in pixels. */
export const textWidth = (text: string, scale = 1): number => text.length * LETTER_WIDTH * scale;
