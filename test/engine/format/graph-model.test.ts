import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { importNotes } from '../../../src/engine/format/import-notes';
import { EXTERNAL } from '../../../src/engine/graph/external';
import { LensError } from '../../../src/protocol/error';
import { difference } from '../graph/running';
import { GraphDef, type } from './graph-def';
import { gradientOf, probe, ran, valuesOf } from './tensorflow';
import { conv, fused } from './graph-attributes';

/** A small mobile network with its preprocessing and scores, as detectors have them. */
function network(g: GraphDef, image: string): string {
  const scaled = g.node(
    'Mul',
    [g.node('Sub', [image, g.floats(127.5)], {}), g.floats(1 / 127.5)],
    {},
    'Preprocessor/scaled',
  );
  const first = g.node('_FusedConv2D', [scaled, g.weight([3, 3, 3, 8]), g.weight([8])], {
    ...conv(2),
    ...fused('BiasAdd', 'Relu6'),
  });
  const second = g.node('FusedDepthwiseConv2dNative', [first, g.weight([3, 3, 8, 1]), g.weight([8])], {
    ...conv(1),
    ...fused('BiasAdd', 'Relu6'),
  });
  const third = g.node('_FusedConv2D', [second, g.weight([1, 1, 8, 6]), g.weight([6])], {
    ...conv(1),
    ...fused('BiasAdd'),
  });
  const mean = g.node(
    'Mean',
    [g.node('AddV2', [third, g.node('Conv2D', [first, g.weight([1, 1, 8, 6])], conv())], {}), g.integers(1, 2)],
    { keep_dims: { b: false } },
  );
  return g.node('MatMul', [mean, g.weight([6, 4])], { transpose_a: { b: false }, transpose_b: { b: false } }, 'scores');
}

describe('GraphModels', () => {
  it('are differentiated as tf.grad does, also behind whole-number images', async () => {
    const g = new GraphDef();
    const cast = g.node(
      'Cast',
      [g.image([1, 16, 16, 3], 'DT_INT32')],
      { SrcT: type('DT_INT32'), DstT: type() },
      'ToFloat',
    );
    const output = g.node('Softmax', [network(g, cast)], {});
    const graph = await g.imported([output]);
    const x = probe([1, 16, 16, 3], 3);
    const pixels = { ...x, data: x.data.map((v) => Math.round(128 + v * 100)) };
    const model = await tf.loadGraphModel(tf.io.fromMemory(g.artifacts([output])));
    const forward = (t: tf.Tensor): tf.Tensor => model.execute({ ToFloat: t }, output) as tf.Tensor;
    const t = tf.tensor(pixels.data, [1, 16, 16, 3]);
    const [got] = await ran(graph, [pixels]);
    assert.ok(difference(got, valuesOf(forward(t))) < 1e-4);
    const seed = probe([1, 4], 9);
    const slope = valuesOf(tf.grad((u) => tf.sum(tf.mul(forward(u), tf.tensor(seed.data, [1, 4]))))(t));
    assert.ok(difference(await gradientOf(graph, pixels, seed), slope) < 1e-3);
  });

  it('are fed behind a preprocessor with control flow and end before non-maximum suppression', async () => {
    const g = new GraphDef();
    const image = g.image([1, -1, -1, 3], 'DT_INT32');
    const loop = g.node(
      'TensorArrayGatherV3',
      [g.node('TensorArrayV3', [image], {}), image],
      { element_shape: { shape: { dim: [{ size: '16' }, { size: '16' }, { size: '3' }] } } },
      'Preprocessor/loop',
    );
    const scores = network(g, loop);
    const boxes = g.node('Sigmoid', [scores], {}, 'boxes');
    const kept = g.node('NonMaxSuppressionV3', [boxes, scores, g.integer(5), g.floats(0.5), g.floats(0.1)], {}, 'kept');
    const graph = await g.imported([g.node('GatherV2', [boxes, kept, g.integer(0)], {}, 'selected')]);
    assert.deepEqual(
      graph.graph.inputs.map((v) => v.name),
      ['Preprocessor/loop'],
    );
    assert.deepEqual(graph.graph.outputs.map((v) => v.name).sort(), ['boxes', 'scores']);
  });

  it('are left to TensorFlow.js, naming the operator, where one in the middle cannot be imported', async () => {
    const g = new GraphDef();
    const x = g.image([1, 8, 8, 3]);
    const one = g.node('Conv2D', [x, g.weight([3, 3, 3, 3])], conv());
    const odd = g.node('SparseReshape', [one, x], {}, 'odd');
    const graph = await g.imported([
      g.node('AddV2', [g.node('Conv2D', [odd, g.weight([3, 3, 3, 3])], conv()), one], {}),
    ]);
    assert.deepEqual(
      graph.graph.nodes.map((node) => [node.domain, node.op]),
      [[EXTERNAL, 'Run']],
    );
    assert.match(
      importNotes(graph)!.warnings.join('\n'),
      /runs in TensorFlow\.js as it is, not in ONNX Runtime: .*SparseReshape odd cannot be imported/,
    );
  });

  it('with two inputs name what cannot be imported', async () => {
    const g = new GraphDef();
    const other = g.node('Placeholder', [], { dtype: type(), shape: { shape: { dim: [{ size: '1' }] } } }, 'other');
    const odd = g.node(
      'SparseReshape',
      [g.node('Conv2D', [g.image([1, 8, 8, 3]), g.weight([3, 3, 3, 3])], conv()), other],
      {},
      'odd',
    );
    await assert.rejects(
      g.imported([g.node('Conv2D', [odd, g.weight([3, 3, 3, 3])], conv())]),
      (e) => e instanceof LensError && e.code === 'unsupported-model' && e.message.includes('SparseReshape odd'),
    );
  });
});
