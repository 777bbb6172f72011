import assert from 'node:assert/strict';
import { bitmapSize, decodeBitmap } from '../../../src/engine/image/bitmap';
import { bitmapFile, packedRows, type BitmapFile } from './bitmap-file';

const COLOURS = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [10, 20, 30],
  ...Array.from({ length: 12 }, (_, k) => [k * 9, 255 - k, 3 * k]),
];
/** Indices of a 5 × 3 image, from the top. */
const ROWS = [
  [0, 1, 2, 3, 1],
  [1, 1, 0, 2, 3],
  [3, 2, 1, 0, 0],
];
const TWO = ROWS.map((row) => row.map((value) => value % 2));
const colours = (rows: readonly (readonly number[])[]): number[] =>
  rows.flatMap((row) => row.flatMap((index) => COLOURS[index]));
const upwards = <T>(rows: readonly T[]): readonly T[] => [...rows].reverse();
const seen = (file: Omit<BitmapFile, 'width' | 'height'> & { height?: number }): number[] => {
  const { width, height, channels, data } = decodeBitmap(bitmapFile({ width: 5, height: 3, ...file }));
  assert.deepEqual([width, height], [5, 3]);
  assert.equal(data.length, 15 * channels);
  return [...data];
};

describe('bitmaps', () => {
  for (const bits of [1, 2, 4, 8]) {
    it(`of ${bits} bits are coloured by their palette`, () => {
      const rows = bits === 1 ? TWO : ROWS;
      const palette = COLOURS.slice(0, Math.min(1 << bits, COLOURS.length));
      assert.deepEqual(seen({ bits, palette, pixels: packedRows(upwards(rows), bits) }), colours(rows));
      assert.deepEqual(
        seen({ bits, palette, height: -3, pixels: packedRows(rows, bits) }),
        colours(rows),
        'from the top',
      );
    });
  }

  it('of OS/2 have a palette of three bytes an entry', () => {
    assert.deepEqual(
      seen({ bits: 4, headerBytes: 12, palette: COLOURS, pixels: packedRows(upwards(ROWS), 4) }),
      colours(ROWS),
    );
  });

  it('in run lengths of 8 bits: runs, stretches, ends of lines, jumps', () => {
    // From the bottom: 3 2 1 0 0 | 1 1 0 2 3 | 0 1 2 3 1.
    const runs = [0, 3, 3, 2, 1, 0, 2, 0, 0, 0, 2, 1, 0, 3, 0, 2, 3, 0, 0, 0, 0, 2, 1, 0, 1, 1, 1, 2, 1, 3, 1, 1, 0, 1];
    assert.deepEqual(seen({ bits: 8, compression: 1, palette: COLOURS, pixels: Uint8Array.from(runs) }), colours(ROWS));
  });

  it('in run lengths of 4 bits', () => {
    // 3 2 1 0 0 | 1 1 0 2 3 | 0 1 2 3 1: a stretch of five, runs of two indices in turn.
    const runs = [0, 5, 0x32, 0x10, 0x00, 0, 0, 0, 2, 0x11, 1, 0x00, 2, 0x23, 0, 0, 4, 0x01, 0, 1];
    const rows = [[0, 1, 0, 1, 0], ROWS[1], ROWS[2]];
    assert.deepEqual(seen({ bits: 4, compression: 2, palette: COLOURS, pixels: Uint8Array.from(runs) }), colours(rows));
  });

  const rgb = ROWS.map((row) => row.map((index) => COLOURS[index]));

  it('of 24 and 32 bits; the fourth byte means nothing', () => {
    for (const [bits, rest] of [
      [24, []],
      [32, [7]],
    ] as const) {
      const rows = upwards(rgb).map((row) => {
        const bytes = row.flatMap(([r, g, b]) => [b, g, r, ...rest]);
        return Buffer.from([...bytes, ...Array<number>((4 - (bytes.length % 4)) % 4).fill(0)]);
      });
      assert.deepEqual(seen({ bits, pixels: Buffer.concat(rows) }), rgb.flat(2));
    }
  });

  it('of 16 bits, five a colour or by masks', () => {
    const five = (v: number): number => Math.round((255 * (v >> 3)) / 31);
    const rows = (pixel: (c: readonly number[]) => number): Buffer =>
      Buffer.concat(
        upwards(rgb).map((row) => {
          const bytes = Buffer.alloc(12);
          row.forEach((c, x) => bytes.writeUInt16LE(pixel(c), 2 * x));
          return bytes;
        }),
      );
    const usual = rows(([r, g, b]) => ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3));
    assert.deepEqual(seen({ bits: 16, pixels: usual }), rgb.flat(2).map(five));
    const wide = rows(([r, g, b]) => ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3));
    const expected = rgb.flatMap((row) =>
      row.flatMap(([r, g, b]) => [five(r), Math.round((255 * (g >> 2)) / 63), five(b)]),
    );
    assert.deepEqual(seen({ bits: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], pixels: wide }), expected);
  });

  it('with alpha, which is none where all of it is 0', () => {
    const pixels = (alpha: number): Buffer =>
      Buffer.from(upwards(rgb).flatMap((row) => row.flatMap(([r, g, b]) => [r, g, b, alpha])));
    const masks = [0x000000ff, 0x0000ff00, 0x00ff0000, 0xff000000];
    for (const [alpha, meant] of [
      [128, 128],
      [0, 255],
    ])
      assert.deepEqual(
        seen({ bits: 32, compression: 3, headerBytes: 108, masks, pixels: pixels(alpha) }),
        rgb.flatMap((row) => row.flatMap((c) => [...c, meant])),
      );
  });

  it('are black where an index has no entry', () => {
    assert.deepEqual(
      seen({ bits: 8, palette: COLOURS.slice(0, 2), pixels: packedRows(upwards(ROWS), 8) }).slice(6, 9),
      [0, 0, 0],
    );
  });

  it('are refused at once where their bytes cannot hold what they state', () => {
    const file = (changes: Partial<BitmapFile>): Buffer =>
      bitmapFile({ width: 5, height: 3, bits: 8, palette: COLOURS, pixels: packedRows(ROWS, 8), ...changes });
    const begun = performance.now();
    for (const [changes, reason] of [
      [{ width: 60_000, height: 60_000, compression: 1 }, /more than the 134217728 pixels/],
      [{ width: 10_000, height: 10_000, compression: 1 }, /cut short: it states 10000 × 10000/],
      [{ width: 5000, height: 5000 }, /cut short/],
      [{ width: -5 }, /states no size/],
      [{ height: 0 }, /states no size/],
      [{ bits: 7 }, /7 bits per pixel/],
      [{ compression: 4 }, /compression that is not read/],
    ] as const)
      assert.throws(() => decodeBitmap(file(changes)), reason);
    const many = file({});
    many.writeUInt32LE(0xffffffff, 46);
    assert.equal(decodeBitmap(many).width, 5, 'a stated palette of four milliards');
    const whole = file({});
    for (let length = 2; length < whole.length - 1; length++)
      assert.throws(() => decodeBitmap(whole.subarray(0, length)), /cut short|damaged/);
    for (let size = 0; size < 16; size++) {
      if (size === 12) continue;
      const short = Buffer.from(whole.subarray(0, 28));
      short.writeUInt32LE(size, 14);
      assert.throws(() => decodeBitmap(short), /header is damaged/, `a header of ${size} bytes`);
    }
    assert.deepEqual(bitmapSize(whole), [3, 5]);
    assert.ok(performance.now() - begun < 1000);
  });
});
