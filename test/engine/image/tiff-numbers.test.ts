import assert from 'node:assert/strict';
import { checkedLayout, readTiff } from '../../../src/engine/image/tiff';
import { packedTiffFile, packings } from './packed-tiff-file';
import { tiffFile } from './tiff-file';

const [WIDTH, HEIGHT] = [19, 18];
const read = async (bytes: Buffer): Promise<number[]> => [...(await readTiff(bytes, checkedLayout(bytes))).values];
/** Numbers of all sizes that floats of single precision hold. */
const numbers = (bands: number, bits: number): number[] =>
  Array.from({ length: WIDTH * HEIGHT * bands }, (_, i) =>
    Math.fround((i * 40503 * 2 ** Math.max(0, bits - 16)) % 2 ** bits),
  );

describe('numbers of TIFFs by their values', () => {
  for (const bits of [8, 10, 12, 14, 16, 24, 32])
    for (const bigEndian of [false, true])
      it(`${bits} bits, ${bigEndian ? 'big' : 'little'}-endian, in strips and tiles, together and apart, packed or not`, async () => {
        for (const bands of [1, 3])
          for (const separate of bands > 1 ? [false, true] : [false])
            for (const differences of bits % 8 === 0 ? [false, true] : [false])
              for (const tiled of [false, true])
                for (const packing of packings) {
                  const form = { width: WIDTH, height: HEIGHT, bands, bits, bigEndian, differences, separate, tiled };
                  const values = numbers(bands, bits);
                  const got = await read(packedTiffFile({ ...form, packing }, values));
                  assert.deepEqual(got, values, JSON.stringify({ ...form, packing }));
                }
      });

  it('signed numbers stored as differences', async () => {
    const values = Int16Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i * 40503) % 65536);
    const differences = values.map((v, i) => (i % WIDTH === 0 ? v : v - values[i - 1]));
    for (const bigEndian of [false, true]) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, values: differences, bigEndian, tags: [[317, 3, [2]]] });
      assert.deepEqual(await read(file), [...values]);
    }
  });

  it('floating-point numbers of which the bytes are stored as differences', async () => {
    const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => Math.sin(i) / 3);
    const stored = Buffer.alloc(values.byteLength);
    for (let y = 0; y < HEIGHT; y++) {
      const planes = new Uint8Array(4 * WIDTH);
      for (let x = 0; x < WIDTH; x++) {
        const bytes = Buffer.alloc(4);
        bytes.writeFloatBE(values[y * WIDTH + x]);
        bytes.forEach((byte, k) => (planes[k * WIDTH + x] = byte));
      }
      for (let i = planes.length - 1; i > 0; i--) planes[i] -= planes[i - 1];
      stored.set(planes, 4 * WIDTH * y);
    }
    for (const bigEndian of [false, true]) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, values, bigEndian, tags: [[317, 3, [3]]] });
      stored.copy(file, file.length - stored.length);
      assert.deepEqual(await read(file), [...values]);
    }
  });

  it('numbers of 64 bits', async () => {
    const values = Float64Array.from({ length: WIDTH * HEIGHT }, (_, i) => i);
    const whole = new BigUint64Array(Array.from(values, BigInt));
    const file = tiffFile({ width: WIDTH, height: HEIGHT, values });
    Buffer.from(whole.buffer).copy(file, file.length - whole.byteLength);
    const format = file.indexOf(Buffer.from([0x53, 1, 3, 0, 1, 0, 0, 0, 3]));
    file[format + 8] = 1;
    assert.deepEqual(await read(file), [...values]);
  });

  it('bits in reversed order, and numbers of sizes that nobody stores, are refused', async () => {
    const form = { width: WIDTH, height: HEIGHT, values: new Uint16Array(WIDTH * HEIGHT) };
    await assert.rejects(read(tiffFile({ ...form, tags: [[266, 3, [2]]] })), /bits stand in reversed order/);
    for (const bits of [0, 40]) {
      const odd = tiffFile(form);
      odd[odd.indexOf(Buffer.from([2, 1, 3, 0, 1, 0, 0, 0, 16])) + 8] = bits;
      await assert.rejects(read(odd), new RegExp(`cut short|${bits} bits are not read`));
    }
  });
});
