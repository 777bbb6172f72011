import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import type { OpenedModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { bitmapFile } from '../image/bitmap-file';
import { badFiles, FACE, isClear, MODEL, opened } from './bad-files';

describe('images of every kind', () => {
  const { at, written } = badFiles();
  let model: OpenedModel;
  before(async () => (model = await opened(MODEL)));
  after(() => model.network.close());

  const dims = [3, 128, 128];
  const read = (path: string) => readInput(path, dims, model.recipe);
  const labelOf = async (path: string) => (await predict(model, await read(path))).predictions[0].label;

  for (const [name, make] of [
    ['jpeg', () => sharp(FACE).jpeg({ quality: 95 })],
    ['webp', () => sharp(FACE).webp()],
    ['gif', () => sharp(FACE).gif()],
    ['tif', () => sharp(FACE).tiff()],
    ['cmyk.jpg', () => sharp(FACE).toColourspace('cmyk').jpeg({ quality: 95 })],
    ['16-bit.png', () => sharp(FACE).toColourspace('rgb16').png()],
    ['alpha.png', () => sharp(FACE).ensureAlpha(1).png()],
    ['rotated.jpg', () => sharp(FACE).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 95 })],
  ] as const) {
    it(`${name} is seen as the same face`, async () => {
      const path = at(name.includes('.') ? name : `face.${name}`);
      await make().toFile(path);
      assert.equal(await labelOf(path), 'sunglasses');
      const [got, expected] = [(await read(path)).tensor.data, (await read(FACE)).tensor.data];
      const meanDifference = got.reduce((sum, v, i) => sum + Math.abs(v - expected[i]), 0) / got.length;
      assert.ok(meanDifference < 0.35, `differs by ${meanDifference} standard deviations on average`);
    });
  }

  it('bmp is decoded', async () => {
    const { data: pixels, info } = await sharp(FACE)
      .removeAlpha()
      .flip()
      .recomb([
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ])
      .raw()
      .toBuffer({ resolveWithObject: true });
    const file = bitmapFile({ width: info.width, height: info.height, bits: 24, pixels });
    assert.equal(await labelOf(written('face.bmp', file)), 'sunglasses');
  });

  it('a grey image becomes three equal channels', async () => {
    const path = at('grey.png');
    await sharp(FACE).greyscale().toColourspace('b-w').png().toFile(path);
    const { tensor } = await read(path);
    const size = 128 * 128;
    assert.deepEqual(tensor.data.subarray(0, size), tensor.data.subarray(size, 2 * size));
  });

  it('of an animation the first frame is taken', async () => {
    const frame = (color: string) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background: color } })
        .png()
        .toBuffer();
    const path = at('animated.gif');
    await sharp([await frame('#ff0000'), await frame('#0000ff')], { join: { animated: true } })
      .gif()
      .toFile(path);
    const { tensor } = await read(path);
    assert.ok(tensor.data[0] > tensor.data[2 * 128 * 128], 'red comes first');
  });

  it('20 000 × 20 000 pixels are read without holding them', async function () {
    this.timeout(240_000);
    const path = at('huge.png');
    await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: '#808080' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 1 })
      .toFile(path);
    const before = process.memoryUsage().rss;
    const { tensor } = await read(path);
    assert.equal(tensor.data.length, 3 * 128 * 128);
    assert.ok(process.memoryUsage().rss - before < 600e6, 'less than half of the decoded image');
  });

  for (const [name, content] of [
    ['empty.png', new Uint8Array(0)],
    ['cut.png', readFileSync(FACE).subarray(0, 3000)],
    ['text.jpg', Buffer.from('no image')],
    ['cut.bmp', Buffer.from('BM no image')],
  ] as const) {
    it(`${name} is refused in one sentence, and the next image still works`, async () => {
      await assert.rejects(read(written(name, content)), (error) => isClear(error, 'corrupt-image'));
      assert.equal(await labelOf(FACE), 'sunglasses');
    });
  }

  it('an array of another shape or cut short is refused', async () => {
    await assert.rejects(read(written('shape.npy', encodeNpy(floats([1, 3, 64, 64])))), (error) =>
      isClear(error, 'wrong-shape'),
    );
    const bytes = encodeNpy(floats([1, 3, 128, 128]));
    await assert.rejects(read(written('cut.npy', bytes.subarray(0, 1000))), (error) => isClear(error, 'corrupt-image'));
  });

  it('a class or method that does not exist is named', async () => {
    const input = await read(FACE);
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'guesswork', params: {} }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 9, kind: 'logit' }, { method: 'gradient', params: {} }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'grad-cam', params: {}, layer: 'nowhere' }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'integrated-gradients', params: { steps: -1 } }),
      (error) => isClear(error, 'invalid-argument'),
    );
  });
});
