import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { LensError } from '../../../src/protocol/error';
import { difference } from '../graph/running';
import { gradientOf, inFolder, openedGraph, probe, ran, valuesOf } from './tensorflow';

const folder = path.join(__dirname, '../../fixtures/models/tiny-vgg-tfjs');
const file = path.join(folder, 'model.json');

async function loaded(): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(file, 'utf8')) as {
    modelTopology: object;
    weightsManifest: tf.io.WeightsManifestConfig;
  };
  const bytes = readFileSync(path.join(folder, 'group1-shard1of1.bin'));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
}

describe('a LayersModel converted from Keras (tiny VGG)', () => {
  it('predicts and differentiates as TensorFlow.js does', async () => {
    const model = await loaded();
    const image = probe([1, 64, 64, 3]);
    const graph = await openedGraph(file);
    const [output] = await ran(graph, [image]);
    const expected = model.predict(tf.tensor(image.data, [1, 64, 64, 3])) as tf.Tensor;
    assert.ok(difference(output, valuesOf(expected)) < 1e-4);
    const seed = probe([1, 10], 5);
    const slope = tf.grad((x) => tf.sum(tf.mul(model.predict(x) as tf.Tensor, tf.tensor(seed.data, [1, 10]))))(
      tf.tensor(image.data, [1, 64, 64, 3]),
    );
    assert.ok(difference(await gradientOf(graph, image, seed), valuesOf(slope)) < 1e-3);
  });

  it('is described by its own layers, with the logits before the softmax and a layer for CAMs', async () => {
    const description = describeModel(await readModelFile(file));
    assert.equal(description.format, 'TensorFlow.js');
    assert.equal(description.camLayer?.tensor, 'relu_2_2');
    assert.equal(description.logits.classes, 10);
    assert.equal(description.parameters, 19920);
    assert.deepEqual(description.gradientBarriers, []);
    assert.equal(description.recipe.layout, 'nhwc');
    assert.deepEqual(description.layers.map((layer) => layer.tensor).slice(0, 3), ['conv_1_1', 'relu_1_1', 'conv_1_2']);
  });

  it('takes images channels first, whatever layout the sidecar claims', async () => {
    const opened = await openModel(await readModelFile(file), {
      device: 'cpu',
      threads: 1,
      recipe: { layout: 'nchw' },
    });
    assert.deepEqual(opened.network.graph.inputDims, [3, 64, 64]);
    assert.deepEqual(opened.warnings, [
      '"layout" in the sidecar is nchw, but the graph takes channels last: it is not used.',
    ]);
    await opened.network.close();
  });

  it('is recognised under another name, and a missing or short shard is named', () =>
    inFolder(async (place) => {
      const named = path.join(place, 'classifier.json');
      copyFileSync(file, named);
      await assert.rejects(
        readModelFile(named),
        (e) => e instanceof LensError && e.code === 'not-found' && e.message.includes('group1-shard1of1.bin'),
      );
      writeFileSync(
        path.join(place, 'group1-shard1of1.bin'),
        readFileSync(path.join(folder, 'group1-shard1of1.bin')).subarray(0, 1000),
      );
      await assert.rejects(
        readModelFile(named),
        (e) => e instanceof LensError && e.code === 'corrupt-model' && e.message.includes('conv_1_1/kernel'),
      );
    }));

  it('refuses a list of weights whose files have no names', () =>
    inFolder(async (place) => {
      const document = JSON.parse(readFileSync(file, 'utf8')) as { weightsManifest: { paths: unknown[] }[] };
      for (const name of [{}, 5, null, '%']) {
        document.weightsManifest[0].paths = [name];
        writeFileSync(path.join(place, 'model.json'), JSON.stringify(document));
        await assert.rejects(
          readModelFile(path.join(place, 'model.json')),
          (e) => e instanceof LensError && e.code === 'corrupt-model' && e.message.includes('list of weights'),
        );
      }
    }));

  it('names the layers that cannot be imported', () =>
    inFolder(async (place) => {
      const text = readFileSync(file, 'utf8').replace('"class_name": "MaxPooling2D"', '"class_name": "LSTM"');
      writeFileSync(path.join(place, 'model.json'), text);
      copyFileSync(path.join(folder, 'group1-shard1of1.bin'), path.join(place, 'group1-shard1of1.bin'));
      await assert.rejects(
        readModelFile(path.join(place, 'model.json')),
        (e) => e instanceof LensError && e.code === 'unsupported-model' && e.message.includes('max_pool_1 (LSTM)'),
      );
    }));

  it('counts the layers of a class that cannot be imported', () =>
    inFolder(async (place) => {
      const text = readFileSync(file, 'utf8').replaceAll('"class_name": "MaxPooling2D"', '"class_name": "Gate"');
      writeFileSync(path.join(place, 'model.json'), text);
      copyFileSync(path.join(folder, 'group1-shard1of1.bin'), path.join(place, 'group1-shard1of1.bin'));
      await assert.rejects(
        readModelFile(path.join(place, 'model.json')),
        /the layers max_pool_1 and 1 more \(Gate\) cannot be imported/,
      );
    }));
});
