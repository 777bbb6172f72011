import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { inputOf, rasterOf } from '../../../src/engine/image/conversion';
import { readFirstBand, readPixels } from '../../../src/engine/image/pixels';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { imageSize } from '../../../src/engine/image/size';
import { LensError } from '../../../src/protocol/error';
import type { CompleteRecipe, Recipe } from '../../../src/protocol/recipe';
import { tiffFile } from './tiff-file';

const [WIDTH, HEIGHT] = [6, 4];
const SIZE = WIDTH * HEIGHT;

const recipeOf = (
  channels: number,
  given: Recipe = {},
  [height, width]: readonly [number, number] = [HEIGHT, WIDTH],
): CompleteRecipe =>
  completeRecipe({ range: [0, 1], mean: [0], std: [1], ...given }, [], { dims: [channels, height, width] });

/** Bytes of an image with the given bands, all values different. */
const bytes = (bands: number): Uint8Array => Uint8Array.from({ length: SIZE * bands }, (_, i) => (i * 37 + 11) % 256);
const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++)
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `${i}: ${actual[i]}, truly ${expected[i]}`);
};
/** Eight bits end at black and white, beyond which cubic interpolation goes. */
const limited = (values: ArrayLike<number>): Float32Array =>
  Float32Array.from(values, (value) => Math.min(1, Math.max(0, value)));
/** Values of an interleaved image band after band. */
const planes = (values: ArrayLike<number>, bands: number, white: number): Float32Array =>
  Float32Array.from({ length: values.length }, (_, i) => values[(i % SIZE) * bands + Math.floor(i / SIZE)] / white);

describe('image files of any bands and bits', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-pixels-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const input = async (content: Uint8Array, recipe: CompleteRecipe): Promise<ArrayLike<number>> =>
    inputOf(await readPixels(write('image', content), recipe), recipe).data;
  const refused = async (content: Uint8Array, recipe: CompleteRecipe, ...reasons: readonly RegExp[]): Promise<void> => {
    await assert.rejects(input(content, recipe), (error) => {
      assert.ok(error instanceof LensError, String(error));
      assert.ok(error.message.length <= 600);
      for (const reason of reasons) assert.match(error.message, reason);
      return true;
    });
  };

  it('grey of floating-point numbers is the image that its 8 bits are', async () => {
    const grey = bytes(1);
    const float = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255) });
    const double = tiffFile({ width: WIDTH, height: HEIGHT, values: Float64Array.from(grey, (v) => v / 255) });
    const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: grey });
    for (const file of [float, double, eight]) near(await input(file, recipeOf(1)), planes(grey, 1, 255), 1e-6);
    near(
      await input(float, recipeOf(3)),
      [0, 1, 2].flatMap(() => [...planes(grey, 1, 255)]),
      1e-6,
    );
  });

  it('sixteen bits are taken by their values, in either byte order', async () => {
    const values = Uint16Array.from(bytes(3), (v, i) => v * 257 - (i % 7));
    for (const bigEndian of [false, true]) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 3, values, bigEndian });
      near(await input(file, recipeOf(3)), planes(values, 3, 65535), 1e-6);
    }
    const signed = tiffFile({ width: WIDTH, height: HEIGHT, values: Int16Array.from(bytes(1), (v) => v - 20) });
    near(
      await input(signed, recipeOf(1)),
      Float32Array.from(bytes(1), (v) => (v - 20) / 32767),
      1e-6,
    );
  });

  for (const bands of [2, 4, 5, 13]) {
    it(`${bands} bands are all used by a model of ${bands} channels`, async () => {
      const values = Uint16Array.from(bytes(bands), (v) => v * 200);
      const file = { width: WIDTH, height: HEIGHT, bands, values };
      near(await input(tiffFile(file), recipeOf(bands)), planes(values, bands, 65535), 1e-6);
      const apart = Uint16Array.from(values, (_, i) => values[(i % SIZE) * bands + Math.floor(i / SIZE)]);
      near(
        await input(tiffFile({ ...file, values: apart, separate: true }), recipeOf(bands)),
        planes(values, bands, 65535),
        1e-6,
      );
      const float = tiffFile({
        ...file,
        photometric: bands > 2 ? 2 : 1,
        values: Float32Array.from(values, (v) => v / 65535),
      });
      near(await input(float, recipeOf(bands)), planes(values, bands, 65535), 1e-6);
      const eight = tiffFile({ ...file, values: bytes(bands) });
      near(await input(eight, recipeOf(bands)), planes(bytes(bands), bands, 255), 1e-6);
    });

    it(`${bands} bands are refused by models of other channels, with both numbers`, async () => {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, bands, values: bytes(bands) });
      for (const channels of [1, 3, 7])
        await refused(
          file,
          recipeOf(channels),
          new RegExp(`has ${bands} bands.* ${channels} channel`),
          /TIFF of \d+ band.*\.npy/,
        );
    });
  }

  it('alpha is a band for models of 2 and 4 channels, and white behind the image for others', async () => {
    for (const [own, all] of [
      [1, 2],
      [3, 4],
    ] as const) {
      const values = bytes(all);
      const raw = sharp(values, { raw: { width: WIDTH, height: HEIGHT, channels: all } });
      const files = [
        await raw
          .toColourspace(own === 1 ? 'b-w' : 'srgb')
          .png()
          .toBuffer(),
        tiffFile({ width: WIDTH, height: HEIGHT, bands: all, photometric: all - 2 || 1, extraSamples: [2], values }),
      ];
      const seen = Float32Array.from({ length: SIZE * own }, (_, i) => {
        const [p, b] = [i % SIZE, Math.floor(i / SIZE)];
        return 1 + (values[p * all + own] / 255) * (values[p * all + b] / 255 - 1);
      });
      for (const file of files) {
        near(await input(file, recipeOf(all)), planes(values, all, 255), 1e-6);
        near(await input(file, recipeOf(own)), seen, 1.01 / 255);
      }
    }
    const rgb = await sharp(bytes(3), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();
    await refused(rgb, recipeOf(4), /has 3 bands, but the model takes 4 channels/);
    await refused(rgb, recipeOf(13), /has 3 bands, but the model takes 13 channels/, /\[1, 13, 4, 6\]/);
  });

  it('red and blue change places for models that take them so, further bands do not', async () => {
    const values = bytes(4);
    const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 4, photometric: 2, values });
    const turned = planes(values, 4, 255);
    const plane = (b: number): number[] => [...turned.subarray(b * SIZE, (b + 1) * SIZE)];
    near(await input(file, recipeOf(4, { color: 'bgr' })), [2, 1, 0, 3].flatMap(plane), 1e-6);
  });

  it('white of 12 bits in 16 is told by the tags or by the recipe', async () => {
    const values = Uint16Array.from(bytes(1), (v) => v * 16);
    const file = (tags: Parameters<typeof tiffFile>[0]['tags']): Buffer =>
      tiffFile({ width: WIDTH, height: HEIGHT, values, tags });
    const expected = Float32Array.from(values, (v) => v / 4095);
    for (const tags of [
      [[281, 3, [4095]]],
      [[50717, 4, [4095]]],
      [[270, 2, '<OME><Pixels SignificantBits="12" Type="uint16"/></OME>']],
    ] as const)
      near(await input(file(tags), recipeOf(1)), expected, 1e-6);
    near(await input(file([]), recipeOf(1, { white: 4095 })), expected, 1e-6);
    // Where nothing tells, and where the largest value is a statistic, white is that of 16 bits.
    for (const tags of [[], [[281, 3, [4001]]]] as const)
      near(
        await input(file(tags), recipeOf(1)),
        Float32Array.from(values, (v) => v / 65535),
        1e-6,
      );
    const png = await sharp(values, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    near(await input(png, recipeOf(1, { white: 4095 })), expected, 1e-6);
    const eight = await sharp(bytes(1), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .png()
      .toBuffer();
    near(await input(eight, recipeOf(1, { white: 4095 })), planes(bytes(1), 1, 255), 1e-6);
  });

  it('numbers of another scale are refused unless the recipe says which is white', async () => {
    const large = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(bytes(1)) });
    await refused(large, recipeOf(1), /floating-point numbers reach 2\d\d, but white is 1/, /"white" in the sidecar/);
    near(await input(large, recipeOf(1, { white: 255 })), planes(bytes(1), 1, 255), 1e-6);
    const slightly = Float32Array.from(bytes(1), (v) => v / 240);
    near(await input(tiffFile({ width: WIDTH, height: HEIGHT, values: slightly }), recipeOf(1)), slightly, 1e-6);
    const whole = tiffFile({ width: WIDTH, height: HEIGHT, values: Uint32Array.from(bytes(1), (v) => v * 1000) });
    await refused(whole, recipeOf(1), /32 bits.*which is white/);
    near(await input(whole, recipeOf(1, { white: 255_000 })), planes(bytes(1), 1, 255), 1e-6);
    const holes = Float32Array.from(bytes(1), (v, i) => (i === 3 ? NaN : v / 255));
    await refused(tiffFile({ width: WIDTH, height: HEIGHT, values: holes }), recipeOf(1), /not finite/);
  });

  it('white may be zero, and images may lie on their side', async () => {
    const values = Uint16Array.from(bytes(1), (v) => v * 257);
    const inverted = tiffFile({ width: WIDTH, height: HEIGHT, photometric: 0, values });
    near(
      await input(inverted, recipeOf(1)),
      Float32Array.from(values, (v) => 1 - v / 65535),
      1e-6,
    );
    for (const [orientation, swaps, from] of [
      [2, false, (x: number, y: number) => [WIDTH - 1 - x, y]],
      [3, false, (x: number, y: number) => [WIDTH - 1 - x, HEIGHT - 1 - y]],
      [4, false, (x: number, y: number) => [x, HEIGHT - 1 - y]],
      [5, true, (x: number, y: number) => [y, x]],
      [6, true, (x: number, y: number) => [y, HEIGHT - 1 - x]],
      [7, true, (x: number, y: number) => [WIDTH - 1 - y, HEIGHT - 1 - x]],
      [8, true, (x: number, y: number) => [WIDTH - 1 - y, x]],
    ] as const) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, values, tags: [[274, 3, [orientation]]] });
      const [height, width] = swaps ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH];
      const expected = Float32Array.from({ length: SIZE }, (_, p) => {
        const [x, y] = from(p % width, Math.floor(p / width));
        return values[y * WIDTH + x] / 65535;
      });
      near(await input(file, recipeOf(1, {}, [height, width])), expected, 1e-6);
      assert.deepEqual(await imageSize(write('turned', file)), [height, width]);
      const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: bytes(1), tags: [[274, 3, [orientation]]] });
      near(await input(eight, recipeOf(1, {}, [height, width])), expected, 1e-6);
    }
  });

  it('are resized as images of 8 bits are', async () => {
    const grey = bytes(1);
    const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: grey });
    const files = [
      tiffFile({ width: WIDTH, height: HEIGHT, values: Uint16Array.from(grey, (v) => v * 257) }),
      tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255) }),
    ];
    for (const given of [
      { fit: 'fill' },
      { fit: 'cover' },
      { fit: 'contain' },
      { fit: 'fill', kernel: 'nearest' },
      { fit: 'fill', kernel: 'cubic' },
      { fit: 'cover', resizeShorter: 12 },
    ] as const)
      for (const size of [
        [8, 8],
        [3, 5],
      ] as const) {
        const recipe = recipeOf(1, given, size);
        const expected = await input(eight, recipe);
        for (const file of files) near(limited(await input(file, recipe)), expected, 2 / 255);
      }
    const below = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255 - 0.5) });
    const padded = await input(below, recipeOf(1, { fit: 'contain' }, [8, 6]));
    assert.deepEqual([padded[0], padded[47]], [0, 0], 'what is padded is black');
  });

  it('are shown by their first three bands, within black and white', async () => {
    const values = Float32Array.from(bytes(5), (v) => v / 200);
    const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 5, values });
    const { rgba } = rasterOf(await readPixels(write('shown', file), recipeOf(5)));
    const expected = Uint8ClampedArray.from({ length: 4 * SIZE }, (_, i) =>
      i % 4 === 3 ? 255 : 255 * values[5 * (i >> 2) + (i % 4)],
    );
    assert.deepEqual([...rgba], [...expected]);
  });

  it('that are masks keep numbers of more than 8 bits', async () => {
    const labels = Uint16Array.from({ length: SIZE }, (_, i) => i * 100);
    const png = await sharp(labels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    for (const file of [png, tiffFile({ width: WIDTH, height: HEIGHT, values: labels })])
      assert.deepEqual(
        [...(await readFirstBand(write('mask', file), recipeOf(1, { kernel: 'nearest' })))],
        [...labels],
      );
  });
});

describe('image files that are hostile, damaged or something else', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-images-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const recipe = recipeOf(3);

  const says = async (content: Uint8Array, reason: RegExp): Promise<void> => {
    const path = join(folder, 'a.png');
    writeFileSync(path, content);
    const begun = performance.now();
    for (const read of [() => readPixels(path, recipe), () => readFirstBand(path, recipe)])
      await assert.rejects(read(), (error) => {
        assert.ok(error instanceof LensError && error.code === 'corrupt-image', String(error));
        assert.match(error.what, reason);
        assert.doesNotMatch(error.message, /vips|glib|undefined|Error/i);
        return error.where === path && error.message.length <= 600;
      });
    assert.ok(performance.now() - begun < 2000);
  };

  it('are told by what they are, whatever their names', async () => {
    for (const [text, reason] of [
      ['', /it is empty/],
      ['no image', /no PNG, JPEG/],
      ['<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>', /a drawing \(SVG\)/],
      ['<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', /a drawing \(SVG\)/],
      ['%PDF-1.7', /it is a PDF/],
      ['version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /git lfs pull/],
      ['\x00\x00\x00\x18ftypheic', /HEIC/],
      ['\x93NUMPY', /ending \.npy/],
    ] as const)
      await says(Buffer.from(text, 'latin1'), reason);
  });

  it('state their limit before anything is unpacked', async () => {
    const png = (width: number, height: number, interlaced: boolean): Buffer => {
      const chunk = (type: string, data: Buffer): Buffer => {
        const ends = Buffer.alloc(8);
        ends.writeUInt32BE(data.length, 0);
        ends.write(type, 4, 'latin1');
        return Buffer.concat([ends, data, Buffer.alloc(4)]);
      };
      const header = Buffer.alloc(13);
      header.writeUInt32BE(width, 0);
      header.writeUInt32BE(height, 4);
      header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
      const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const all = [
        chunk('IHDR', header),
        chunk('IDAT', deflateSync(Buffer.alloc(1000))),
        chunk('IEND', Buffer.alloc(0)),
      ];
      return Buffer.concat([signature, ...all.map(withCheck)]);
    };
    await says(png(40_000, 40_000, false), /40000 × 40000 pixels, more than the 1073741824/);
    await says(png(12_000, 12_000, true), /12000 × 12000 pixels, more than the 134217728/);
    const giant = { width: 4, height: 4, values: new Uint16Array(16) };
    const stated = tiffFile(giant);
    // Width and height of 60,000, in the entries of the first two tags.
    for (const at of [18, 30]) stated.writeUInt16LE(60_000, at);
    await says(stated, /cut short: it states 60000 × 60000/);
  });

  it('are damaged in their directories or their data', async () => {
    const whole = tiffFile({ width: 6, height: 4, values: Float32Array.from(bytes(1), (v) => v / 255) });
    for (let length = 8; length < whole.length; length += 7)
      await says(whole.subarray(0, length), /cut short|beyond its end|states no size|damaged/);
    const many = Buffer.from(whole);
    many.writeUInt32LE(0xfffffff0, 10 + 12 * 2 + 4);
    await says(many, /beyond its end/);
    const jpeg = await sharp(bytes(3), { raw: { width: 6, height: 4, channels: 3 } })
      .jpeg()
      .toBuffer();
    await says(jpeg.subarray(0, jpeg.length - 40), /damaged or cut short/);
  });
});

/** The check of a chunk, over its type and data. */
function withCheck(chunk: Buffer): Buffer {
  const body = chunk.subarray(4, chunk.length - 4);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  chunk.writeUInt32BE(~crc >>> 0, chunk.length - 4);
  return chunk;
}
