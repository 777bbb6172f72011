import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Model } from '../../../src/engine/graph/model';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import { difference } from '../graph/running';
import { functional, hdf5, keras, layer, tensor } from './keras-files';
import { channelsFirst, fill, inFolder, openedGraph, probe, ran, valuesOf } from './tensorflow';

const graphOf = (name: string, bytes: Uint8Array): Promise<Model> =>
  inFolder((folder) => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return openedGraph(file);
  });

/** The model as Keras 2 writes it: TensorFlow.js has the same configuration and the same names of weights. */
async function asH5(model: tf.LayersModel): Promise<Uint8Array> {
  const config = JSON.stringify(model.toJSON(null, false));
  const arrays = new Map<string, FloatTensor>();
  const store = (owner: tf.LayersModel, group?: string): void =>
    owner.layers.forEach((each) => {
      if (each instanceof tf.LayersModel) return store(each, group ?? each.name);
      each.weights.forEach((weight) =>
        arrays.set(`model_weights/${group ?? each.name}/${weight.originalName}:0`, valuesOf(weight.read())),
      );
    });
  store(model);
  return hdf5({ model_config: config, keras_version: '2.15.0', backend: 'tensorflow' }, arrays);
}

describe('Keras files', () => {
  it('.h5: a nested network gives what TensorFlow.js gives', async () => {
    const inner = tf.sequential({
      name: 'inner',
      layers: [
        tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 3, inputShape: [8, 8, 3], activation: 'relu' }),
        tf.layers.batchNormalization({ name: 'norm' }),
      ],
    });
    const model = tf.sequential({
      layers: [
        inner,
        tf.layers.conv2d({ name: 'second', filters: 5, kernelSize: 2, strides: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'scores', units: 3, activation: 'softmax' }),
      ],
    });
    fill(model);
    const x = probe([2, 8, 8, 3]);
    const [got] = await ran(await graphOf('model.h5', await asH5(model)), [x]);
    assert.ok(difference(got, valuesOf(model.predict(tf.tensor(x.data, [2, 8, 8, 3])) as tf.Tensor)) < 1e-4);
  });

  it('.h5 with weights only says how to save a whole model', async () => {
    const bytes = await hdf5({}, new Map([['conv/conv/kernel:0', probe([2, 2])]]));
    await assert.rejects(
      graphOf('weights.h5', bytes),
      (e) => e instanceof LensError && e.code === 'unsupported-model' && e.message.includes('model.save'),
    );
  });

  it('damaged files are refused in one sentence', async () => {
    const bytes = await hdf5({ model_config: '{}' }, new Map());
    await assert.rejects(
      graphOf('model.h5', bytes.subarray(0, 300)),
      (e) => e instanceof LensError && e.code === 'corrupt-model',
    );
    await assert.rejects(
      graphOf('model.keras', Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9])),
      (e) => e instanceof LensError && e.code === 'corrupt-model',
    );
  });

  it('.keras: Keras 3 calls, operations with numbers, weights by class and number', async () => {
    const [first, second, bias] = [probe([3, 3, 3, 4], 2), probe([1, 1, 4, 4], 3), probe([4], 4)];
    const config = functional(
      [
        layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }, []),
        layer('Rescaling', 'scaled', { scale: [0.5, 0.25, 2], offset: -0.5 }, [tensor('image')]),
        layer(
          'Conv2D',
          'stem',
          { filters: 4, kernel_size: [3, 3], padding: 'same', strides: [2, 2], use_bias: false, activation: 'linear' },
          [tensor('scaled')],
        ),
        layer('Add', 'shifted', {}, [tensor('stem'), 3]),
        layer('ReLU', 'bounded', { max_value: 6, negative_slope: 0, threshold: 0 }, [tensor('shifted')]),
        layer('Multiply', 'sixth', {}, [tensor('bounded'), 0.25]),
        layer('Conv2D', 'mixed', { filters: 4, kernel_size: [1, 1], padding: 'valid', activation: 'hard_sigmoid' }, [
          tensor('sixth'),
        ]),
        layer('Multiply', 'gated', {}, [[tensor('mixed'), tensor('stem')]]),
        layer('Resizing', 'larger', { height: 7, width: 9, interpolation: 'bilinear' }, [tensor('gated')]),
      ],
      'image',
      'larger',
    );
    // As Keras 2.15 named its groups on Windows.
    const stored = (slash: string): Promise<Uint8Array> =>
      keras(
        config,
        new Map([
          [`layers${slash}conv2d/vars/0`, first],
          [`layers${slash}conv2d_1/vars/0`, second],
          [`layers${slash}conv2d_1/vars/1`, bias],
        ]),
      );
    const x = probe([2, 8, 8, 3]);
    const [got] = await ran(await graphOf('model.keras', await stored('/')), [x]);
    const [fromWindows] = await ran(await graphOf('model.keras', await stored('\\')), [x]);
    const t = (f: FloatTensor): tf.Tensor => tf.tensor(f.data, [...f.dims]);
    const scaled = tf.add<tf.Tensor4D>(tf.mul(t(x), tf.tensor([0.5, 0.25, 2])), -0.5);
    const stem = tf.conv2d(scaled, t(first) as tf.Tensor4D, 2, 'same');
    const sixth = tf.mul<tf.Tensor4D>(tf.clipByValue(tf.add(stem, 3), 0, 6), 0.25);
    const mixed = tf.clipByValue(
      tf.add(tf.div(tf.add(tf.conv2d(sixth, t(second) as tf.Tensor4D, 1, 'valid'), t(bias)), 6), 0.5),
      0,
      1,
    );
    const expected = tf.image.resizeBilinear(tf.mul<tf.Tensor4D>(mixed, stem), [7, 9], false, true);
    assert.ok(difference(got, channelsFirst(valuesOf(expected))) < 1e-4);
    assert.deepEqual(fromWindows, got);
  });

  it('.keras: attention over the rows of an image, layer normalisation and stored statistics', async () => {
    const [heads, size, width] = [2, 3, 4];
    const part = (seed: number): [FloatTensor, FloatTensor] => [
      probe([width, heads, size], seed),
      probe([heads, size], seed + 1),
    ];
    const [q, k, v] = [part(2), part(4), part(6)];
    const out: [FloatTensor, FloatTensor] = [probe([heads, size, width], 8), probe([width], 9)];
    const [gamma, beta, mean, variance] = [
      probe([width], 10),
      probe([width], 11),
      probe([width], 12),
      floats([width], [1, 2, 0.5, 3]),
    ];
    const config = functional(
      [
        layer('InputLayer', 'tokens', { batch_shape: [null, 5, width] }, []),
        layer('Normalization', 'statistics', { axis: [-1], invert: false }, [tensor('tokens')]),
        layer('LayerNormalization', 'norm', { axis: -1, epsilon: 1e-6 }, [tensor('statistics')]),
        layer('MultiHeadAttention', 'attention', { num_heads: heads, key_dim: size, use_bias: true }, [
          tensor('norm'),
          tensor('norm'),
        ]),
        layer('Add', 'sum', {}, [[tensor('attention'), tensor('tokens')]]),
      ],
      'tokens',
      'sum',
    );
    const at = (name: string, [kernel, bias]: [FloatTensor, FloatTensor]): [string, FloatTensor][] => [
      [`layers/multi_head_attention/${name}/vars/0`, kernel],
      [`layers/multi_head_attention/${name}/vars/1`, bias],
    ];
    const arrays = new Map<string, FloatTensor>([
      ...at('query_dense', q),
      ...at('key_dense', k),
      ...at('value_dense', v),
      ...at('output_dense', out),
      ['layers/normalization/vars/0', mean],
      ['layers/normalization/vars/1', variance],
      ['layers/layer_normalization/vars/0', gamma],
      ['layers/layer_normalization/vars/1', beta],
    ]);
    const x = probe([2, 5, width]);
    const [got] = await ran(await graphOf('model.keras', await keras(config, arrays)), [channelsFirst(x)]);
    const t = (f: FloatTensor): tf.Tensor => tf.tensor(f.data, [...f.dims]);
    const scaled = tf.div(tf.sub(t(x), t(mean)), tf.sqrt(t(variance)));
    const moments = tf.moments(scaled, -1, true);
    const norm = tf.add(
      tf.mul(tf.div(tf.sub(scaled, moments.mean), tf.sqrt(tf.add(moments.variance, 1e-6))), t(gamma)),
      t(beta),
    );
    const project = ([kernel, bias]: [FloatTensor, FloatTensor]): tf.Tensor =>
      tf.transpose(tf.add(tf.einsum('btd,dhk->bthk', norm, t(kernel)), t(bias)), [0, 2, 1, 3]);
    const weights = tf.softmax(tf.mul(tf.matMul(project(q), project(k), false, true), 1 / Math.sqrt(size)));
    const mixed = tf.reshape(tf.transpose(tf.matMul(weights, project(v)), [0, 2, 1, 3]), [2, 5, heads * size]);
    const expected = valuesOf(
      tf.add(
        tf.add(
          tf.reshape(tf.matMul(tf.reshape(mixed, [10, heads * size]), tf.reshape(t(out[0]), [heads * size, width])), [
            2,
            5,
            width,
          ]),
          t(out[1]),
        ),
        t(x),
      ),
    );
    const wanted = got.dims.join() === expected.dims.join() ? expected : channelsFirst(expected);
    assert.ok(difference(got, wanted) < 1e-4, `difference ${difference(got, wanted)}`);
  });
});
