import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskOfImage } from '../../../src/engine/dataset/mask-place';
import { maskImage } from '../../../src/engine/dataset/mask-image';
import { sharp } from '../../../src/engine/image/library';
import { imageSize } from '../../../src/engine/image/size';
import { encodeObject, scoreObject, readObject } from '../../../src/engine/explanation/object';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { overlap } from '../../../src/engine/metric/iou';
import { LensError } from '../../../src/protocol/error';
import type { FloatMap } from '../../../src/protocol/raster';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const GLASSES = join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png');
const SIZE = 128;

/** A disc of the network's input. */
const disc: FloatMap = {
  dims: [SIZE, SIZE],
  data: Float32Array.from({ length: SIZE * SIZE }, (_, i) =>
    Math.hypot((i % SIZE) - 50, Math.floor(i / SIZE) - 70) < 30 ? 1 : 0,
  ),
};

describe('object masks', () => {
  let model: OpenedModel;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lens-object-'));
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
      device: 'cpu',
      threads: 1,
    });
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await model.network.close();
  });

  it('are found beside an image, and in a folder of masks above it', async () => {
    const image = join(folder, 'set', 'test', 'a', 'x.jpg');
    const write = (...path: string[]): string => {
      const file = join(folder, ...path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '');
      return file;
    };
    write('set', 'test', 'a', 'x.jpg');
    assert.equal(maskOfImage(image), null);
    const above = write('set', 'masks', 'a', 'x.png');
    assert.equal(maskOfImage(image), above);
    const stem = write('set', 'test', 'a', 'x.mask.png');
    assert.equal(maskOfImage(image), stem);
    const own = write('set', 'test', 'a', 'x.jpg.mask.png');
    assert.equal(maskOfImage(image), own);
    const found = await readObject(model, GLASSES);
    assert.equal(found?.path, join(SAMPLES, 'faces', 'masks', 'glasses', 'glasses-00.png'));
    const area = found.mask.data.reduce((a, b) => a + b) / (SIZE * SIZE);
    assert.ok(area > 0.01 && area < 0.5, `the object covers ${area}`);
  });

  it('are written at the size of the image, and read back as they were painted', async () => {
    const image = join(folder, 'again.png');
    copyFileSync(GLASSES, image);
    const { png, width, height } = await encodeObject(model, { model: '', input: image, mask: disc });
    assert.deepEqual([height, width], await imageSize(image));
    writeFileSync(`${image}.mask.png`, png);
    assert.deepEqual((await readObject(model, image))?.mask.data, disc.data);
  });

  for (const [fit, resizeShorter] of [
    ['cover', null],
    ['cover', 160],
    ['contain', null],
    ['corner', null],
    ['fill', null],
  ] as const) {
    it(`follow the recipe back to the image: ${fit}${resizeShorter ? ` after ${resizeShorter}` : ''}`, async () => {
      const recipe = { ...model.recipe, fit, resizeShorter };
      const other = { ...model, recipe };
      const original = { width: 400, height: 300 };
      const image = join(folder, `${fit}-${resizeShorter}.png`);
      await sharp({ create: { ...original, channels: 3, background: '#777' } })
        .png()
        .toFile(image);
      const { png, width, height } = await encodeObject(other, { model: '', input: image, mask: disc });
      assert.deepEqual({ width, height }, original);
      writeFileSync(`${image}.mask.png`, png);
      const back = (await readObject(other, image))!.mask.data;
      // Where the recipe pads, what was painted on the padding is lost.
      const isBar = (row: number): boolean =>
        (fit === 'contain' && Math.abs(row - 63.5) > 48) || (fit === 'corner' && row >= 96);
      const painted = disc.data.map((value, i) => (isBar(Math.floor(i / SIZE)) ? 0 : value));
      assert.ok(overlap(back, painted).iou > 0.97, `IoU ${overlap(back, painted).iou}`);
    });
  }

  it('leave black what the recipe crops away', () => {
    const all: FloatMap = { dims: [10, 10], data: new Float32Array(100).fill(1) };
    const { rgba } = maskImage(all, { fit: 'cover', resizeShorter: null }, { width: 40, height: 20 });
    const white = rgba.filter((value, i) => i % 4 === 0 && value === 255).length;
    assert.equal(white, 20 * 20);
  });

  it('judge maps: overlap above the threshold, and where the largest value lies', () => {
    const signed: FloatMap = {
      dims: [2, SIZE, SIZE],
      data: Float32Array.from({ length: 2 * SIZE * SIZE }, (_, i) => disc.data[i % (SIZE * SIZE)] / 2),
    };
    const corner: FloatMap = {
      dims: [1, SIZE, SIZE],
      data: Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i === 0 ? 1 : 0)),
    };
    const small: FloatMap = { dims: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const { scores, formulas } = scoreObject({
      mask: disc,
      maps: [signed, corner, small].map((map) => ({ name: '', map })),
    });
    assert.deepEqual(scores[0], { iou: 1, hit: true, distance: 0 });
    assert.equal(scores[1]?.hit, false);
    assert.ok(Math.abs(scores[1].distance! - (Math.hypot(50, 70) - 30)) < 2, String(scores[1].distance));
    assert.equal(scores[2], null);
    assert.match(formulas.iou, /0\.2/);
  });

  it('of another size are refused', async () => {
    const wrong = encodeObject(model, { model: '', input: GLASSES, mask: { dims: [2, 2], data: new Float32Array(4) } });
    await assert.rejects(wrong, (error) => error instanceof LensError && error.code === 'wrong-shape');
  });
});
