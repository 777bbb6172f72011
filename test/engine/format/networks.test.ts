import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { difference } from '../graph/running';
import { channelsFirst, fill, gradientOf, imported, probe, ran, valuesOf } from './tensorflow';

const { layers } = tf;
const on = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor =>
  layer.apply(x) as tf.SymbolicTensor;
const conv = (filters: number, name?: string): tf.layers.Layer =>
  layers.conv2d({ filters, kernelSize: 3, padding: 'same', ...(name && { name }) });

/** A backbone used inside other models; its inner names are the same every time. */
function backbone(name: string): tf.LayersModel {
  const input = tf.input({ shape: [8, 8, 3], name: `${name}_in` });
  const a = on(layers.batchNormalization({ name: `${name}_norm` }), on(conv(4, `${name}_conv`), input));
  return tf.model({ inputs: input, outputs: on(layers.reLU({ name: `${name}_relu` }), a), name });
}

const head = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
  on(layers.dense({ units: 3, activation: 'softmax' }), on(layers.globalAveragePooling2d({}), x));

const networks: Readonly<Record<string, () => tf.LayersModel>> = {
  'a residual network with every way of merging': () => {
    const input = tf.input({ shape: [8, 8, 3] });
    const [a, b] = [on(conv(4), input), on(conv(4), input)];
    const merged = [layers.add(), layers.multiply(), layers.average(), layers.maximum(), layers.minimum()].map(
      (layer) => on(layer, [a, b]),
    );
    const gate = on(layers.reshape({ targetShape: [1, 1, 4] }), on(layers.globalMaxPooling2d({}), a));
    const all = on(layers.concatenate(), [...merged, on(layers.multiply(), [a, gate])]);
    return tf.model({ inputs: input, outputs: head(on(layers.concatenate({ axis: 1 }), [all, all])) });
  },
  'a Functional model inside another': () => {
    const input = tf.input({ shape: [8, 8, 3] });
    return tf.model({ inputs: input, outputs: head(backbone('inner').apply(input) as tf.SymbolicTensor) });
  },
  'a Sequential model of models': () =>
    tf.sequential({
      layers: [
        backbone('first'),
        tf.sequential({
          layers: [layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [8, 8, 4] }), layers.flatten()],
        }),
        layers.dense({ units: 2 }),
      ],
    }),
  'a layer and a model called twice': () => {
    const input = tf.input({ shape: [8, 8, 3] });
    const shared = conv(3);
    const twice = on(shared, on(shared, input));
    const model = backbone('shared');
    const both = on(layers.add(), [model.apply(input) as tf.SymbolicTensor, model.apply(twice) as tf.SymbolicTensor]);
    return tf.model({ inputs: input, outputs: head(both) });
  },
  'a network whose output is an image': () => {
    const input = tf.input({ shape: [8, 8, 3] });
    const down = on(layers.maxPooling2d({ poolSize: 2 }), on(conv(4), input));
    const up = on(layers.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2 }), down);
    return tf.model({
      inputs: input,
      outputs: on(layers.conv2d({ filters: 5, kernelSize: 1 }), on(layers.concatenate(), [up, input])),
    });
  },
};

describe('Keras networks against TensorFlow.js', () => {
  for (const [name, build] of Object.entries(networks)) {
    it(name, async () => {
      const model = build();
      fill(model);
      const graph = await imported(model);
      const x = probe([2, 8, 8, 3], 3);
      const expected = valuesOf(model.predict(tf.tensor(x.data, [2, 8, 8, 3])) as tf.Tensor);
      const laidOut = (t: typeof expected): typeof expected => (t.dims.length === 4 ? channelsFirst(t) : t);
      const [output] = await ran(graph, [x]);
      assert.ok(difference(output, laidOut(expected)) < 1e-4, `difference ${difference(output, laidOut(expected))}`);
      const seed = probe(expected.dims, 7);
      const slope = valuesOf(
        tf.grad((t) => tf.sum(tf.mul(model.predict(t) as tf.Tensor, tf.tensor(seed.data, [...seed.dims]))))(
          tf.tensor(x.data, [2, 8, 8, 3]),
        ),
      );
      const got = await gradientOf(graph, x, laidOut(seed));
      assert.ok(difference(got, slope) < 1e-3, `gradient difference ${difference(got, slope)}`);
    });
  }
});
