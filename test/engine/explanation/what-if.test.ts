import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedImage } from '../../../src/engine/explanation/changed-image';
import { explain } from '../../../src/engine/explanation/explanation';
import { openInput } from '../../../src/engine/explanation/opened-input';
import { inpainted, whatIf } from '../../../src/engine/explanation/what-if';
import { sharp } from '../../../src/engine/image/library';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import type { NetworkInput } from '../../../src/engine/image/input';
import type { Raster } from '../../../src/protocol/raster';

const samples = join(__dirname, '../../../samples');
const image = join(samples, 'faces/test/sunglasses/sunglasses-00.png');

describe('what if an image were another', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  let original: Raster;
  before(async () => {
    const file = await readModelFile(join(samples, 'models/faces-cnn.onnx'));
    model = await openModel(file, { device: 'cpu', threads: 1 });
    ({ input } = await openInput(model, image));
    original = input.view.image!;
  });
  after(() => model.network.close());

  /** The image with its pixels in a square changed. */
  const changed = (change: (value: number) => number, from = 40, to = 60): Raster => {
    const rgba = Uint8ClampedArray.from(original.rgba);
    for (let y = from; y < to; y++)
      for (let x = from; x < to; x++)
        for (let c = 0; c < 3; c++)
          rgba[4 * (y * original.width + x) + c] = change(rgba[4 * (y * original.width + x) + c]);
    return { ...original, rgba };
  };
  const ask = (raster: Raster, maps: Parameters<typeof whatIf>[2]['maps'] = []) =>
    whatIf(model, input, { input: image, raster, maps, target: 0 }, {});

  it('is nothing where nothing changed, to the last bit', async () => {
    const result = await ask(changed((value) => value));
    assert.equal(result.change, 0);
    assert.equal(result.changed, 0);
    assert.deepEqual(result.after.predictions, result.before.predictions);
  });

  it('is what the model says of the changed image', async () => {
    const result = await ask(changed(() => 128));
    const logit = (all: typeof result.after): number => all.predictions.find(({ index }) => index === 0)!.logit;
    assert.ok(Math.abs(logit(result.after) - logit(result.before) - result.change) < 1e-4);
    assert.ok(Math.abs(result.change) > 1e-3, 'the glasses are gone');
    assert.equal(result.changed, 400 / (original.width * original.height));
  });

  it('is foretold by the gradient for a small change, and by a complete attribution as what it gave to the pixels', async () => {
    const score = { index: 0, kind: 'logit', link: model.network.graph.link } as const;
    const { result: gradient } = await explain(model, input, score, { method: 'gradient', params: {} }, {});
    const slope = { card: 'gradient', map: gradient.map, unit: 'slope', complete: false } as const;
    const whole = { card: 'sum', map: gradient.map, unit: 'score', complete: true } as const;
    const cam = { card: 'cam', map: gradient.map, unit: 'relative', complete: false } as const;
    const { change, expected } = await ask(
      changed((value) => value + 1),
      [slope, whole, cam],
    );
    const [bySlope, bySum, byNothing] = expected;
    assert.equal(bySlope.rule, 'slope');
    assert.ok(Math.abs(bySlope.change! - change) < 0.05 * Math.abs(change), `${bySlope.change} is not ${change}`);
    let sum = 0;
    for (let c = 0; c < 3; c++)
      for (let y = 40; y < 60; y++)
        for (let x = 40; x < 60; x++) sum += gradient.map.data[(c * original.height + y) * original.width + x];
    assert.ok(Math.abs(bySum.change! + sum) < 1e-6 * gradient.map.data.length);
    assert.deepEqual([byNothing.rule, byNothing.change], ['none', null]);
  });

  for (const name of ['faces-cnn', 'faces-segmenter', 'faces-detector'])
    it(`takes one forward pass for a stroke, of ${name}`, async () => {
      const own = await openModel(await readModelFile(join(samples, `models/${name}.onnx`)), {
        device: 'cpu',
        threads: 1,
      });
      const seen = (await openInput(own, image)).input;
      const rgba = Uint8ClampedArray.from(seen.view.image!.rgba);
      const run = Execution.prototype.run;
      let passes = 0;
      Execution.prototype.run = function (...all) {
        passes++;
        return run.apply(this, all);
      };
      const stroke = async (value: number): Promise<number> => {
        passes = 0;
        rgba.fill(value, 40_000, 44_000);
        const raster = { ...seen.view.image!, rgba };
        await whatIf(own, seen, { input: image, raster, maps: [] }, {});
        return passes;
      };
      try {
        await stroke(1);
        assert.deepEqual([await stroke(2), await stroke(3)], [1, 1], 'the image itself is remembered');
      } finally {
        Execution.prototype.run = run;
        await own.network.close();
      }
    });

  it('refuses a copy of another size', async () => {
    const small = { width: 2, height: 2, rgba: new Uint8ClampedArray(16) };
    await assert.rejects(ask(small), { code: 'wrong-shape' });
  });

  it('fills a hole from what is around it', () => {
    const flat = { width: 8, height: 8, rgba: new Uint8ClampedArray(256).fill(90) };
    const data = new Float32Array(64);
    for (const p of [27, 28, 35, 36]) {
      data[p] = 1;
      flat.rgba.fill(250, 4 * p, 4 * p + 3);
    }
    const { rgba } = inpainted({ raster: flat, mask: { dims: [8, 8], data } });
    assert.ok(rgba.every((value) => value === 90));
  });

  it('is kept in the size of the image, whose other pixels stay as they are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'saliency-lens-what-if-'));
    const place = join(folder, 'wide.png');
    const noise = Uint8Array.from({ length: 300 * 200 * 3 }, (_, i) => (i * 37) % 251);
    writeFileSync(
      place,
      await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const wide = await openInput(model, place);
    const seen = wide.input.view.image!;
    const rgba = Uint8ClampedArray.from(seen.rgba);
    const { width } = seen;
    for (let y = 50; y < 70; y++) for (let x = 50; x < 70; x++) rgba.set([255, 0, 255], 4 * (y * width + x));
    const png = await changedImage(wide.model, wide.input, { ...seen, rgba });
    const { data, info } = await sharp(Buffer.from(png)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [300, 200]);
    let others = 0;
    for (let p = 0; p < 300 * 200; p++) {
      const isPainted = data[3 * p] === 255 && data[3 * p + 1] === 0 && data[3 * p + 2] === 255;
      if (isPainted) others++;
      else assert.deepEqual([...data.subarray(3 * p, 3 * p + 3)], [...noise.subarray(3 * p, 3 * p + 3)]);
    }
    assert.ok(others > 400, `${others} pixels of the image stand for the 400 of its copy`);
    rmSync(folder, { recursive: true });
  });
});
