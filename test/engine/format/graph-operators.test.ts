import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { hasExternal } from '../../../src/engine/graph/external';
import { difference } from '../graph/running';
import { GraphDef, text } from './graph-def';
import { channelsFirst, gradientOf, probe, ran, valuesOf } from './tensorflow';
import { conv, DIMS, real, fusedWith } from './graph-operator-cases/case';
import { arithmetic } from './graph-operator-cases/arithmetic';
import { arrangement } from './graph-operator-cases/arrangement';
import { layers } from './graph-operator-cases/layers';

const cases = { ...arithmetic, ...layers, ...arrangement };

async function executedWith(
  g: GraphDef,
  output: string,
  weightData?: ArrayBuffer,
): Promise<{ forward: (x: tf.Tensor) => tf.Tensor }> {
  await tf.setBackend('cpu');
  const artifacts = g.artifacts([output]);
  const model = await tf.loadGraphModel(
    tf.io.fromMemory({ ...artifacts, weightData: weightData ?? artifacts.weightData }),
  );
  return { forward: (x) => model.execute({ image: x }, output) as tf.Tensor };
}

/** Elu and Sigmoid fused into a convolution have no gradient in TensorFlow.js. */
const hasGradient = (name: string): boolean => !/^_?Fused.*(Elu|Sigmoid|Relu6|LeakyRelu)/.test(name);

describe('more GraphModel operators against TensorFlow.js', () => {
  for (const [name, { build, flat }] of Object.entries(cases)) {
    it(name, async () => {
      const g = new GraphDef();
      const output = build(g, g.image([-1, ...DIMS.slice(1)]));
      const x = probe(DIMS, 3);
      const { forward } = await executedWith(g, output);
      const input = tf.tensor(x.data, DIMS);
      const expected = valuesOf(forward(input));
      const graph = await g.imported([output]);
      assert.ok(!hasExternal(graph), 'it was left to TensorFlow.js');
      const [got] = await ran(graph, [x]);
      const turned = got.dims.join() !== expected.dims.join();
      assert.ok(
        difference(got, turned ? channelsFirst(expected) : expected) < 1e-4,
        `[${got.dims}] for [${expected.dims}]`,
      );
      if (flat || !hasGradient(name)) return;
      const seed = probe(expected.dims, 9);
      const slope = valuesOf(tf.grad((u) => tf.sum(tf.mul(forward(u), tf.tensor(seed.data, [...seed.dims]))))(input));
      assert.ok(difference(await gradientOf(graph, x, turned ? channelsFirst(seed) : seed), slope) < 1e-3, 'gradient');
    });
  }

  it('FusedDepthwiseConv2dNative with LeakyRelu, whose slope TensorFlow.js itself loses', async () => {
    const whole = new GraphDef();
    const fused = fusedWith(
      'FusedDepthwiseConv2dNative',
      'LeakyRelu',
      [3, 3, 4, 1],
    )(whole, whole.image([-1, ...DIMS.slice(1)]));
    const parts = new GraphDef();
    const linear = parts.node(
      'DepthwiseConv2dNative',
      [parts.image([-1, ...DIMS.slice(1)]), parts.weight([3, 3, 4, 1])],
      conv({ padding: text('SAME') }),
    );
    // The stored values of both graphs differ by the number of their nodes, so those of the whole are taken.
    const apart = parts.node(
      'LeakyRelu',
      [parts.node('BiasAdd', [linear, parts.weight([4])], { ...real, data_format: text('NHWC') })],
      { alpha: { f: 0.3 } },
    );
    const { forward } = await executedWith(parts, apart, whole.artifacts([fused]).weightData as ArrayBuffer);
    const x = probe(DIMS, 3);
    const [got] = await ran(await whole.imported([fused]), [x]);
    assert.ok(difference(got, channelsFirst(valuesOf(forward(tf.tensor(x.data, DIMS))))) < 1e-4);
  });
});
