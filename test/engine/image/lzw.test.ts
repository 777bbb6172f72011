import assert from 'node:assert/strict';
import sharp from 'sharp';
import { ImageFault } from '../../../src/engine/image/image-fault';
import { checkedLayout, readTiff } from '../../../src/engine/image/tiff';
import { unpackLzw } from '../../../src/engine/image/tiff/lzw';

/** Codes one behind the other, the highest bit first; of nine bits as long as the table is small. */
function packed(codes: readonly number[], bits = 9): Uint8Array {
  const text = codes.map((code) => code.toString(2).padStart(bits, '0')).join('');
  return Uint8Array.from(text.padEnd(8 * Math.ceil(text.length / 8), '0').match(/.{8}/g)!, (byte) => parseInt(byte, 2));
}
const [CLEAR, END] = [256, 257];

describe('LZW codes of TIFFs', () => {
  it('stand for bytes, earlier texts, and the text that is just being made', () => {
    const codes = [CLEAR, 7, 8, 258, 260, 261, CLEAR, 9, 258, END];
    // 258 is 7 8, 259 is 8 7, 260 is 7 8 7, 261 is 7 8 7 7; then, anew, 258 is 9 9.
    const bytes = [7, 8, 7, 8, 7, 8, 7, 7, 8, 7, 7, 9, 9, 9];
    assert.deepEqual([...unpackLzw(packed(codes), 100)], bytes);
    assert.deepEqual([...unpackLzw(packed(codes), 4)], bytes.slice(0, 4), 'no more than there is room for');
    assert.deepEqual([...unpackLzw(packed(codes.slice(0, 3)), 100)], [7, 8], 'the end may be missing');
  });

  it('that stand for nothing are refused at once, circles among them', () => {
    for (const codes of [[CLEAR, 65, 300, 300, 300], [CLEAR, 258], [258], [CLEAR, 65, 66, 400, 65, 400]])
      assert.throws(() => unpackLzw(packed(codes), 1 << 20), ImageFault, String(codes));
  });

  it('of all widths, from a file that a library wrote, are read to the same values', async () => {
    const [width, height] = [300, 200];
    const values = Uint16Array.from({ length: width * height * 3 }, (_, i) => (i * i * 40503 + (i >> 3)) % 4099);
    const raw = { width, height, channels: 3 } as const;
    for (const predictor of ['none', 'horizontal'] as const) {
      const file = await sharp(values, { raw })
        .toColourspace('rgb16')
        .tiff({ compression: 'lzw', predictor })
        .toBuffer();
      const read = await readTiff(file, checkedLayout(file));
      assert.deepEqual([read.width, read.height, read.count], [width, height, 3]);
      assert.deepEqual(read.values, Float32Array.from(values));
    }
  });
});
