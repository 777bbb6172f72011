import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import { importCheck } from '../../../src/engine/model/import-check';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { fill, inFolder, probe, saved, valuesOf } from './tensorflow';

interface ImageCase {
  readonly name: string;
  readonly input: readonly [number, number];
  readonly layers: () => tf.layers.Layer[];
  /** The network's input, channels first. */
  readonly dims: readonly number[];
}

const { layers } = tf;
const dense = (): tf.layers.Layer => layers.dense({ units: 4, activation: 'softmax' });
const cases: readonly ImageCase[] = [
  {
    name: 'a grey image without an axis of channels, laid flat',
    input: [9, 12],
    layers: () => [layers.flatten(), dense()],
    dims: [1, 9, 12],
  },
  {
    name: 'a square one, behind what treats every number alike',
    input: [28, 28],
    layers: () => [layers.activation({ activation: 'tanh' }), layers.flatten(), dense()],
    dims: [1, 28, 28],
  },
  {
    name: 'one that is given its channel',
    input: [10, 12],
    layers: () => [
      layers.reshape({ targetShape: [10, 12, 1] }),
      layers.conv2d({ filters: 3, kernelSize: 3 }),
      layers.flatten(),
      dense(),
    ],
    dims: [1, 10, 12],
  },
  {
    name: 'a signal whose channels a convolution reads',
    input: [12, 9],
    layers: () => [layers.conv1d({ filters: 3, kernelSize: 3 }), layers.flatten(), dense()],
    dims: [9, 12],
  },
  {
    name: 'a long signal laid flat',
    input: [40, 9],
    layers: () => [layers.flatten(), dense()],
    dims: [9, 40],
  },
];

describe('Keras models of two axes', () => {
  for (const { name, input, layers: made, dims } of cases)
    it(`take ${name}`, () =>
      inFolder(async (folder) => {
        const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [...input] }), ...made()] });
        fill(model);
        const file = await readModelFile(await saved(model, folder));
        const opened = await openModel(file, { device: 'cpu', threads: 1 });
        assert.deepEqual(opened.network.graph.inputDims, dims);
        const x = probe([1, ...input], 3);
        const expected = valuesOf(model.predict(tf.tensor(x.data, [...x.dims])) as tf.Tensor).data;
        // As the model itself takes it.
        const array = join(folder, 'input.npy');
        writeFileSync(array, encodeNpy(x));
        const { predictions } = await predict(opened, await readInput(array, dims, opened.recipe));
        for (const { index, probability } of predictions)
          assert.ok(Math.abs(probability - expected[index]) < 1e-5, `${index}: ${probability}`);
        const check = await importCheck(file, opened.network);
        assert.equal(check?.state, 'agrees', check?.text);
        await opened.network.close();
      }));
});
