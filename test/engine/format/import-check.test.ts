import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { callsOver } from '../../../src/engine/job/calls';
import { describeModel } from '../../../src/engine/model/description';
import { importCheck } from '../../../src/engine/model/import-check';
import { Models } from '../../../src/engine/model/open-models';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { hdf5 } from './keras-files';
import { GraphDef, ints, text, type } from './graph-def';
import { inFolder, probe } from './tensorflow';

const folder = path.join(__dirname, '../../fixtures/models/tiny-vgg-tfjs');
const settings = { device: 'cpu', threads: 1 } as const;

describe('the check of an import against TensorFlow.js', () => {
  it('agrees on a LayersModel, and the description says so from then on', async () => {
    const file = await readModelFile(path.join(folder, 'model.json'));
    assert.equal(describeModel({ ...file, hash: 'fresh' }).importCheck?.state, 'pending');
    const opened = await openModel(file, settings);
    assert.deepEqual(opened.warnings, []);
    await importCheck(file, opened.network);
    const check = describeModel(file).importCheck;
    assert.equal(check?.state, 'agrees');
    assert.ok(check.difference !== undefined && check.difference < 1e-4);
    await opened.network.close();
  });

  for (const [name, dtype, first] of [
    ['real numbers', 'DT_FLOAT', false],
    ['whole numbers', 'DT_INT32', false],
    ['images with channels first, as PyTorch had them', 'DT_FLOAT', true],
  ] as const) {
    it(`agrees on a GraphModel of ${name}`, () =>
      inFolder(async (place) => {
        const g = new GraphDef();
        const fed = g.image(first ? [-1, 3, 8, 9] : [-1, 8, 9, 3], dtype);
        const turning = { T: type(), Tperm: type('DT_INT32') };
        const image = first ? g.node('Transpose', [fed, g.integers(0, 2, 3, 1)], turning) : fed;
        const x = dtype === 'DT_FLOAT' ? image : g.node('Cast', [image], { SrcT: type(dtype), DstT: type() });
        const conv = g.node('Conv2D', [x, g.weight([3, 3, 3, 4])], {
          T: type(),
          data_format: text('NHWC'),
          padding: text('SAME'),
          strides: ints(1, 1, 1, 1),
          dilations: ints(1, 1, 1, 1),
          explicit_paddings: { list: {} },
        });
        const { weightData, weightSpecs, ...document } = g.artifacts([g.node('Relu', [conv], { T: type() }, 'scores')]);
        writeFileSync(path.join(place, 'shard.bin'), Buffer.from(weightData as ArrayBuffer));
        writeFileSync(
          path.join(place, 'model.json'),
          JSON.stringify({ ...document, weightsManifest: [{ paths: ['shard.bin'], weights: weightSpecs }] }),
        );
        const file = await readModelFile(path.join(place, 'model.json'));
        const opened = await openModel(file, settings);
        // What was imported has channels first inside, whatever it takes.
        assert.deepEqual(opened.network.graph.logitsDims, [4, 8, 9]);
        assert.equal(opened.logits.classes, 4);
        const check = await importCheck(file, opened.network);
        assert.equal(check?.state, 'agrees', check?.text);
        await opened.network.close();
      }));
  }

  it('agrees where a layer was renamed, and its variables bear the name they were made by', () =>
    inFolder(async (place) => {
      const stored = (class_name: string, name: string, config: object) => ({
        class_name,
        config: { name, ...config },
      });
      const layers = [
        stored('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3], dtype: 'float32' }),
        stored('BatchNormalization', 'normal', { axis: [3], epsilon: 0.001 }),
        stored('Flatten', 'flat', {}),
        stored('Dense', 'scores', { units: 2, use_bias: false }),
      ];
      const positive = (): FloatTensor => floats([3], [0.5, 1, 2]);
      const arrays = new Map<string, FloatTensor>([
        ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
          (name) => [`model_weights/normal/batch_normalization_7/${name}:0`, positive()] as const,
        ),
        ['model_weights/scores/scores/kernel:0', probe([48, 2])],
      ]);
      const config = JSON.stringify({ class_name: 'Sequential', config: { name: 'net', layers } });
      const named = path.join(place, 'renamed.h5');
      writeFileSync(named, await hdf5({ model_config: config, keras_version: '2.15.0' }, arrays));
      const file = await readModelFile(named);
      const opened = await openModel(file, settings);
      const check = await importCheck(file, opened.network);
      assert.equal(check?.state, 'agrees', check?.text);
      await opened.network.close();
    }));

  it('finds a difference, and says when it could not look', () =>
    inFolder(async (place) => {
      const named = path.join(place, 'model.json');
      copyFileSync(path.join(folder, 'group1-shard1of1.bin'), path.join(place, 'group1-shard1of1.bin'));
      writeFileSync(named, `${readFileSync(path.join(folder, 'model.json'), 'utf8')} `);
      const file = await readModelFile(named);
      const source = file.original!();
      assert.ok('topology' in source);
      const tampered = { ...source, data: Uint8Array.from(source.data) };
      new Float32Array(tampered.data.buffer)[0] += 1;
      const opened = await openModel({ ...file, hash: 'tampered', original: () => tampered }, settings);
      assert.equal((await importCheck(opened.file, opened.network))?.state, 'differs');
      const other = await openModel(
        { ...file, hash: 'unknown', original: () => ({ unavailable: 'there is nothing to compare with' }) },
        settings,
      );
      const unchecked = {
        state: 'unchecked',
        text: 'Not checked against TensorFlow.js: there is nothing to compare with.',
      };
      assert.deepEqual(await importCheck(other.file, other.network), unchecked);
      await Promise.all([opened.network.close(), other.network.close()]);
    }));
});

describe('the request to check an import', () => {
  it('answers with the result, and with null for a model that was not imported', async () => {
    const calls = callsOver(new Models(settings));
    const ask = (model: string) => calls['model.check']({ model }, () => undefined, new AbortController().signal);
    assert.equal((await ask(path.join(folder, 'model.json')))?.state, 'agrees');
    assert.equal(await ask(path.join(folder, '../cnn-small.onnx')), null);
    await calls['model.close'](
      { model: path.join(folder, 'model.json') },
      () => undefined,
      new AbortController().signal,
    );
  });
});
