import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints, type Model } from '../../../src/engine/graph/model';
import { prepareModel, prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { withOutputs } from '../../../src/engine/graph/rewriting';
import { substituted } from '../../../src/engine/graph/shapes/dimension';
import { weightOf } from '../../../src/engine/graph/weight';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { difference, evaluate, noise, run, snapshot } from './running';

/**
 * As Caffe2 and CNTK left them: operator set 7, weights among the inputs, batch 1, quantised weights, Dropout, a
 * softmax over [1, C, 1, 1].
 */
function oldModel(): Model {
  const b = new GraphBuilder({ ...emptyModel(), irVersion: 3, opsets: new Map([['', 7]]) });
  const weights = new Map<string, Tensor>();
  const stored = (name: string, tensor: Tensor): string => {
    weights.set(name, tensor);
    return b.input(name, tensor.type, tensor.dims);
  };
  b.input('data', 'float32', [1, 3, 12, 12]);
  const bytes = stored('q', {
    type: 'uint8',
    dims: [64, 3, 3, 3],
    data: Uint8Array.from({ length: 1728 }, (_, i) => (i * 37) % 256),
  });
  const kernel = b.op(
    'Mul',
    [
      b.op('Sub', [b.op('Cast', [bytes], { to: int(1) }), stored('zero', floats([1], [128]))]),
      stored('scale', floats([1], [0.004])),
    ],
    {},
    'kernel',
  );
  let x = b.op('Clip', [b.op('Conv', ['data', kernel], { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) })], {
    min: float(0),
    max: float(6),
  });
  const [dropped] = b.ops('Dropout', [x], { ratio: float(0.5) }, 2);
  x = b.op(
    'BatchNormalization',
    [
      dropped,
      ...[1, 2, 3].map((k) => stored(`bn${k}`, noise([64], k))),
      stored('bn4', floats([64], new Float32Array(64).fill(1))),
    ],
    { spatial: int(1) },
  );
  const pooled = b.op('Reshape', [b.op('GlobalAveragePool', [x]), stored('shape', integers([1, 64]))]);
  const logits = b.op('Gemm', [pooled, stored('fc', noise([64, 5])), stored('bias', noise([5]))], {}, 'logits');
  b.output(b.op('Softmax', [b.op('Reshape', [logits, stored('four', integers([1, 5, 1, 1]))])], { axis: int(1) }, 'y'));
  const model = b.build();
  return {
    ...model,
    graph: { ...model.graph, weights: new Map([...weights].map(([name, tensor]) => [name, weightOf(tensor)])) },
  };
}

const MODELS = join(__dirname, '../../fixtures/models');

describe('opening exported networks', () => {
  for (const file of readdirSync(MODELS).filter((name) => name.endsWith('.onnx'))) {
    it(`${file}: same results, and the shape of every tensor as it is in the run`, async () => {
      const read = decodeOnnx(readFileSync(join(MODELS, file)));
      const { model, batched } = await prepareModel(read, evaluate);
      assert.equal(batched, true);
      const [input] = model.graph.inputs;
      const feeds = { [input.name]: noise([2, ...(input.shape!.slice(1) as number[])]) };
      for (const [name, tensor] of await run(read, feeds))
        assert.ok(difference((await run(model, feeds)).get(name), tensor) < 1e-5, name);
      const inner = model.graph.nodes.flatMap((node) => node.outputs);
      for (const [name, tensor] of await run(withOutputs(model, inner), feeds)) {
        const { type, shape } = model.graph.values.get(name)!;
        assert.deepEqual(
          { name, type, dims: shape!.map((d) => substituted(d, new Map([['batch', 2]]))) },
          { name, type: tensor.type, dims: tensor.dims },
        );
      }
    });
  }
});

describe('opening a model', () => {
  it('makes an old export new, static weights float, and its batch free, with the same results', async () => {
    const model = oldModel();
    const before = snapshot(model);
    const { model: newer, batched, changes } = await prepareModel(model, evaluate);
    assert.equal(snapshot(model), before);
    assert.equal(batched, true);
    assert.equal(changes.length, 2);
    assert.deepEqual(
      newer.graph.inputs.map((v) => [v.name, v.shape]),
      [['data', ['batch', 3, 12, 12]]],
    );
    assert.deepEqual(
      newer.graph.nodes.map((n) => n.op),
      ['Conv', 'Clip', 'Identity', 'BatchNormalization', 'GlobalAveragePool', 'Reshape', 'Gemm', 'Reshape', 'Softmax'],
    );
    assert.deepEqual([newer.graph.weights.get('kernel')!.type, newer.graph.weights.has('q')], ['float32', false]);
    assert.deepEqual(newer.graph.outputs[0].shape, ['batch', 5, 1, 1]);
    for (const node of newer.graph.nodes)
      for (const name of node.outputs) assert.equal(newer.graph.values.get(name)!.shape![0], 'batch');
    const images = [1, 2, 3].map((seed) => noise([1, 3, 12, 12], seed));
    const joint = (
      await run(newer, { data: floats([3, 3, 12, 12], Float32Array.from(images.flatMap((t) => [...t.data]))) })
    ).get('y')!;
    for (const [k, data] of images.entries()) {
      const expected = (await run(model, { data })).get('y')!;
      const part = { ...joint, dims: expected.dims, data: (joint.data as Float32Array).slice(5 * k, 5 * k + 5) };
      assert.ok(difference(part, expected) < 1e-6);
    }
  });

  it('does all but the large constants without running anything', () => {
    const { graph } = prepareWithoutRunning(oldModel());
    assert.deepEqual(graph.outputs[0].shape, ['batch', 5, 1, 1]);
    assert.deepEqual(graph.values.get('kernel'), { name: 'kernel', type: 'float32', shape: [64, 3, 3, 3] });
  });

  it('leaves a model alone whose images depend on each other, and says why', async () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', [1, 3, 4, 4]);
    b.output(b.op('ReduceMean', ['x', b.integers(0, 2, 3)], { keepdims: int(0) }, 'y'));
    const { model, batched, reason } = await prepareModel(b.build(), evaluate);
    assert.equal(batched, false);
    assert.match(reason!, /batch/);
    assert.deepEqual(model.graph.outputs[0].shape, [3]);
  });
});
