import assert from 'node:assert/strict';
import sharp from 'sharp';
import { readPalette } from '../../../src/engine/image/palette';
import { palettePng } from './palette-png';

const width = 13;
const height = 9;
const colours = Array.from({ length: 16 }, (_, i) => [i * 16, 255 - i * 9, (i * 77) % 256]);
const indices = Uint8Array.from({ length: width * height }, (_, i) => (i * 7 + Math.floor(i / 5)) % 16);

describe('palettes of PNG files', () => {
  for (const depth of [1, 2, 4, 8] as const) {
    for (const filter of [0, 1, 2, 3, 4] as const) {
      it(`are read at ${depth} bits with filter ${filter}`, () => {
        const few = indices.map((value) => value % 2 ** Math.min(depth, 4));
        const read = readPalette(palettePng({ width, height, indices: few, colours, depth, filter }));
        assert.deepEqual([read?.width, read?.height], [width, height]);
        assert.deepEqual(read?.indices, few);
        assert.deepEqual([...(read?.palette.subarray(3, 6) ?? [])], colours[1]);
      });
    }
  }

  it('agree with the decoder of colours, interlaced or not', async () => {
    for (const progressive of [false, true]) {
      const rgb = Buffer.from(
        Uint8Array.from(indices, (v) => v % 4).reduce<number[]>((all, v) => [...all, ...colours[v * 3]], []),
      );
      const file = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .png({ palette: true, progressive, dither: 0 })
        .toBuffer();
      const read = readPalette(file);
      assert.ok(read);
      const seen = [...read.indices].flatMap((index) => [...read.palette.subarray(3 * index, 3 * index + 3)]);
      const { data } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      assert.deepEqual(seen, [...data]);
    }
  });

  it('have at most so many pixels, and unpack to no more than these', () => {
    const file = palettePng({ width, height, indices, colours, depth: 8, filter: 0 });
    const stated = (columns: number, rows: number): Buffer => {
      const changed = Buffer.from(file);
      changed.writeUInt32BE(columns, 16);
      changed.writeUInt32BE(rows, 20);
      return changed;
    };
    assert.throws(() => readPalette(stated(30_000, 30_000), 'a.png'), /30000 × 30000 pixels, more than the 67108864/);
    assert.equal(readPalette(stated(8000, 8000)), null, 'fewer bytes than stated');
    assert.equal(readPalette(stated(0, 5)), null);
  });

  it('are null for other images and for damaged ones', async () => {
    const plain = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    assert.equal(readPalette(plain), null);
    assert.equal(readPalette(Buffer.from('no image at all')), null);
    const whole = palettePng({ width, height, indices, colours, depth: 8, filter: 0 });
    assert.equal(readPalette(whole.subarray(0, whole.length - 60)), null);
  });
});
