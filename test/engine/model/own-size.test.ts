import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openEvaluatedModels } from '../../../src/engine/evaluation/evaluated-models';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import type { Dimension } from '../../../src/engine/graph/model';
import { callsOver } from '../../../src/engine/job/calls';
import { Models } from '../../../src/engine/model/open-models';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { noise } from '../graph/running';

describe('an image whose size the model leaves open', () => {
  let folder: string;
  let models: Models;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-own-size-'));
    models = new Models({ device: 'cpu', threads: 1 });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Scores at every place of a quarter of the size. */
  function written(name: string, shape: readonly Dimension[]): string {
    const b = new GraphBuilder(emptyModel());
    b.input('image', 'float32', shape);
    const strides = { strides: { kind: 'ints', value: [4, 4] } } as const;
    b.output(b.op('Conv', ['image', b.constant(noise([2, 3, 4, 4]))], strides, 'scores'));
    const path = join(folder, name);
    writeFileSync(path, encodeOnnxFile(b.build()));
    return path;
  }
  async function image(width: number, height: number): Promise<string> {
    const path = join(folder, `${width}x${height}.png`);
    await sharp({ create: { width, height, channels: 3, background: 'grey' } })
      .png()
      .toFile(path);
    return path;
  }

  it('is fed at its own size, rounded up to 32, which the recipe says was guessed', async () => {
    const path = written('open.onnx', ['N', 3, 'height', 'width']);
    const { network, recipe } = await models.open(path, await image(100, 64));
    assert.deepEqual(recipe.size, [64, 128]);
    assert.deepEqual(network.graph.logitsDims, [2, 16, 32]);
    assert.match(recipe.guessed.find(({ field }) => field === 'size')!.reason, /leaves it open.*rounded up to 32$/);
    const large = await models.open(path, await image(3000, 1500));
    assert.deepEqual(large.recipe.size, [640, 1280]);
    // What asks without an image is told of the last one.
    assert.equal((await models.open(path)).network, large.network);
    assert.equal((await models.open(path, await image(101, 60))).network, network);
    await models.close(path);
    await assert.rejects(models.open(path), /leaves the size of its input image open \(3 × height × width\)/);
  });

  it('tells what a method and a metric cost at the size of an image', async () => {
    const path = written('cost.onnx', ['N', 3, 'height', 'width']);
    const calls = callsOver(models);
    const asked = { model: path, methods: [{ method: 'gradient', params: {} }], input: await image(100, 64) };
    const [{ expectedPasses }] = await calls['method.cost'](asked, () => undefined, new AbortController().signal);
    assert.equal(expectedPasses, 2);
    await models.close(path);
    const judged = { model: path, metrics: [{ metric: 'road', params: {} }], input: asked.input };
    const [cost] = await calls['metric.cost'](judged, () => undefined, new AbortController().signal);
    assert.ok(cost.scored > 1, JSON.stringify(cost));
    await models.close(path);
  });

  it('is evaluated on images of a folder at the size of each', async () => {
    const path = written('evaluated.onnx', ['N', 3, 'height', 'width']);
    const images = join(folder, 'images');
    mkdirSync(images);
    writeFileSync(join(images, '0.png'), 'no image');
    copyFileSync(await image(100, 64), join(images, 'a.png'));
    const [model] = await openEvaluatedModels([path], { device: 'cpu', threads: 1, seed: 0 }, images);
    assert.deepEqual(model.opened.recipe.size, [64, 128]);
    const sizes: (readonly number[])[] = [];
    const sides = [
      [40, 30],
      [33, 30],
      [70, 100],
      [20, 20],
      [100, 200],
      [10, 70],
      [40, 30],
    ];
    for (const [width, height] of sides) {
      const own = await model.at(await image(width, height));
      sizes.push(own.opened.network.graph.inputDims);
      const [, rows, columns] = own.opened.network.graph.inputDims;
      const { dims } = await own.opened.network.logits(floats([1, 3, rows, columns]), new Execution());
      assert.deepEqual(dims.slice(2), [rows / 4, columns / 4]);
    }
    assert.deepEqual(
      sizes.map(([, ...size]) => size),
      [
        [32, 64],
        [32, 64],
        [128, 96],
        [32, 32],
        [224, 128],
        [96, 32],
        [32, 64],
      ],
    );
    await assert.rejects(model.at(join(images, '0.png')), /0\.png/);
    await model.close();
    const told = written('one.onnx', ['N', 3, 'height', 'width']);
    writeFileSync(`${told}.lens.json`, JSON.stringify({ size: [8, 8] }));
    const [stated] = await openEvaluatedModels([told], { device: 'cpu', threads: 1, seed: 0 }, images);
    assert.equal(await stated.at(await image(40, 30)), stated);
    await stated.close();
  });

  it('is fed as it is where it is an array', async () => {
    const path = written('array.onnx', ['N', 3, null, null]);
    const array = join(folder, 'array.npy');
    writeFileSync(array, encodeNpy(floats([1, 3, 12, 20])));
    assert.deepEqual((await models.open(path, array)).recipe.size, [12, 20]);
    await models.close(path);
  });

  it('is fed at the size of the recipe or of the graph where one says it', async () => {
    const stated = written('stated.onnx', ['N', 3, 16, 24]);
    assert.deepEqual((await models.open(stated, await image(100, 64))).recipe.size, [16, 24]);
    const told = written('told.onnx', ['N', 3, 'height', 'width']);
    writeFileSync(`${told}.lens.json`, JSON.stringify({ size: [8, 8] }));
    const { recipe } = await models.open(told, await image(100, 64));
    assert.deepEqual(recipe.size, [8, 8]);
    assert.ok(!recipe.guessed.some(({ field }) => field === 'size'));
    await Promise.all([stated, told].map((path) => models.close(path)));
  });

  it('is asked for where the graph leaves the channels open, too', async () => {
    const path = written('all-open.onnx', ['N', 'channels', 'height', 'width']);
    await assert.rejects(models.open(path, await image(100, 64)), /leaves the size of its input image open/);
  });
});
