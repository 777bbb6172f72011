import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints, text, type Attributes, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { shapesHidden } from '../../../src/engine/graph/shapes/unknown';
import { upgraded } from '../../../src/engine/graph/upgrade';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { reversed } from '../gradient/reversed';
import { difference, noise, run } from './running';

const foreign = (model: Model): string[] => [
  ...new Set(model.graph.nodes.filter((n) => n.domain !== '').map((n) => `${n.domain}.${n.op}`)),
];

function modelOf(dims: readonly number[], make: (builder: GraphBuilder) => string): Model {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...dims]);
  builder.output(make(builder), 'y', 'float32', null);
  return builder.build();
}

/** The gradient of the sum of the output by `x`. */
async function gradientOf(model: Model, x: Tensor, y: Tensor): Promise<Tensor> {
  const outputGradient = { ...y, data: new Float32Array(y.data.length).fill(1) };
  const results = await run(reversed(withShapes(model), ['y'], ['x']), { x, 'd:y': outputGradient });
  return results.get('g:x')!;
}

describe('models saved by the optimiser of ONNX Runtime', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-optimised-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function optimised(model: Model): Promise<Model> {
    const path = join(folder, 'optimised.onnx');
    const session = await ort.InferenceSession.create(encodeOnnxFile(model), {
      graphOptimizationLevel: 'extended',
      optimizedModelFilePath: path,
      logSeverityLevel: 4,
    });
    await session.release();
    return decodeOnnx(readFileSync(path));
  }

  const conv = (b: GraphBuilder, x = 'x', channels = 3): string =>
    b.op('Conv', [x, b.constant(noise([8, channels, 3, 3], 2)), b.constant(noise([8], 3))], {
      pads: ints([1, 1, 1, 1]),
      strides: ints([2, 1]),
    });
  const dense = (b: GraphBuilder): string => b.op('MatMul', ['x', b.constant(noise([6, 6], 4))]);
  const image = [3, 8, 8];
  const tokens = [4, 6];
  const cases: readonly [fused: string, dims: readonly number[], make: (b: GraphBuilder) => string][] = [
    ['FusedConv', image, (b) => b.op('Relu', [conv(b)])],
    ['FusedConv', image, (b) => b.op('Tanh', [conv(b)])],
    ['FusedConv', image, (b) => b.op('Sigmoid', [conv(b)])],
    ['FusedConv', image, (b) => b.op('LeakyRelu', [conv(b)], { alpha: float(0.2) })],
    ['FusedConv', image, (b) => b.op('HardSigmoid', [conv(b)], { alpha: float(0.3), beta: float(0.4) })],
    ['FusedConv', image, (b) => b.op('Clip', [conv(b), b.scalar(-0.25), b.scalar(1.5)])],
    ['FusedGemm', [4], (b) => b.op('Relu', [b.op('Gemm', ['x', b.constant(noise([4, 8])), b.constant(noise([8]))])])],
    [
      'FusedGemm',
      [4],
      (b) => b.op('Elu', [b.op('Gemm', ['x', b.constant(noise([4, 8]))], { alpha: float(2) })], { alpha: float(0.5) }),
    ],
    [
      'FusedMatMul',
      tokens,
      (b) => b.op('Mul', [b.op('MatMul', ['x', b.op('Transpose', ['x'], { perm: ints([0, 2, 1]) })]), b.scalar(0.5)]),
    ],
    ['BiasGelu', tokens, (b) => b.op('Gelu', [b.op('Add', [dense(b), b.constant(noise([6]))])])],
    ['QuickGelu', tokens, (b) => b.op('Mul', ['x', b.op('Sigmoid', [b.op('Mul', ['x', b.scalar(1.702)])])])],
    [
      'SkipLayerNormalization',
      tokens,
      (b) =>
        b.op('LayerNormalization', [
          b.op('Add', ['x', dense(b)]),
          b.constant(noise([6], 5)),
          b.constant(noise([6], 6)),
        ]),
    ],
    [
      'SimplifiedLayerNormalization',
      tokens,
      (b) => {
        const mean = b.op('ReduceMean', [b.op('Pow', ['x', b.scalar(2)]), b.integers(-1)], { keepdims: int(1) });
        const root = b.op('Sqrt', [b.op('Add', [mean, b.scalar(1e-5)])]);
        return b.op('Mul', [b.op('Div', ['x', root]), b.constant(noise([6], 7))]);
      },
    ],
  ];
  for (const [fused, dims, make] of cases) {
    const plain = modelOf(dims, make);
    const title = plain.graph.nodes.map((n) => n.op).join(', ');
    it(`have ${fused} taken apart again: ${title}`, async () => {
      const saved = await optimised(plain);
      assert.ok(
        saved.graph.nodes.some((n) => n.op === fused),
        saved.graph.nodes.map((n) => n.op).join(),
      );
      const opened = upgraded(saved);
      assert.deepEqual(foreign(opened), []);
      assert.ok(!opened.graph.nodes.some((n) => n.op === fused));
      const x = noise([2, ...dims]);
      const [expected, got] = [(await run(plain, { x })).get('y')!, (await run(opened, { x })).get('y')!];
      assert.ok(difference(got, expected) < 1e-5);
      const [slope, want] = [await gradientOf(opened, x, got), await gradientOf(plain, x, expected)];
      assert.ok(difference(slope, want) < 1e-5);
    });
  }
});

describe('operators of ONNX Runtime', () => {
  /** One node of the domain, between inputs, of which the first is `x`; ONNX Runtime itself says what it gives. */
  function nodeOf(op: string, inputs: readonly (Tensor | null)[], attributes: Attributes = {}, outputs = 1): Model {
    const builder = new GraphBuilder({
      ...emptyModel(),
      opsets: new Map([
        ['', 17],
        ['com.microsoft', 1],
      ]),
    });
    const names = inputs.map((tensor, k) => {
      if (tensor === null) return '';
      if (k > 0) return builder.constant(tensor, `w${k}`);
      return builder.input('x', 'float32', ['batch', ...tensor.dims.slice(1)]);
    });
    const made = Array.from({ length: outputs }, (_, k) =>
      outputs === 4 && (k === 1 || k === 2) ? '' : `y${k || ''}`,
    );
    builder.add({ name: 'node', op, domain: 'com.microsoft', inputs: names, outputs: made, attributes });
    for (const name of made) if (name) builder.output(name, name, 'float32', null);
    return builder.build();
  }

  async function assertSame(model: Model, x: Tensor, tolerance = 1e-5): Promise<void> {
    const opened = upgraded(model);
    assert.deepEqual(foreign(opened), []);
    const [expected, got] = [await run(model, { x }), await run(opened, { x })];
    for (const [name, tensor] of expected)
      assert.ok(difference(got.get(name), tensor) < tolerance, `${name}: ${difference(got.get(name), tensor)}`);
  }

  const x = noise([2, 4, 6]);
  it('Gelu and its kin', async () => {
    await assertSame(nodeOf('Gelu', [x]), x);
    await assertSame(nodeOf('BiasGelu', [x, noise([6], 2)]), x);
    await assertSame(nodeOf('FastGelu', [x]), x, 1e-4);
    await assertSame(nodeOf('FastGelu', [x, noise([6], 2)]), x, 1e-4);
    await assertSame(nodeOf('QuickGelu', [x], { alpha: float(1.25) }), x);
  });

  it('FusedConv with a sum before the activation', async () => {
    const image = noise([1, 8, 5, 5]);
    for (const activation of ['', 'Relu'])
      await assertSame(
        nodeOf('FusedConv', [image, noise([8, 8, 3, 3], 2), noise([8], 3), noise([1, 8, 5, 5], 4)], {
          pads: ints([1, 1, 1, 1]),
          ...(activation && { activation: text(activation) }),
        }),
        image,
      );
  });

  it('FusedMatMul with operands turned in every way', async () => {
    const [a, b] = [noise([3, 2, 4, 5]), noise([3, 2, 5, 6], 2)];
    const turned = { transB: noise([3, 2, 6, 5], 3), transBatchB: noise([2, 5, 3, 6], 4) };
    await assertSame(nodeOf('FusedMatMul', [a, b], { alpha: float(0.5) }), a);
    await assertSame(nodeOf('FusedMatMul', [a, turned.transB], { transB: int(1) }), a);
    const wide = noise([3, 2, 5, 4], 5);
    await assertSame(nodeOf('FusedMatMul', [wide, b], { transA: int(1), alpha: float(3) }), wide);
    const moved = noise([4, 3, 2, 5], 6);
    await assertSame(nodeOf('FusedMatMul', [moved, noise([3, 2, 5, 6], 2)], { transBatchA: int(1) }), moved);
    const both = noise([5, 3, 2, 4], 7);
    await assertSame(nodeOf('FusedMatMul', [both, b], { transBatchA: int(1), transA: int(1) }), both);
  });

  it('SkipLayerNormalization with and without shifts, and its sum', async () => {
    const [skip, scale, shift, bias] = [noise([2, 4, 6], 2), noise([6], 3), noise([6], 4), noise([6], 5)];
    const epsilon = { epsilon: float(1e-3) };
    await assertSame(nodeOf('SkipLayerNormalization', [x, skip, scale, shift], epsilon), x);
    await assertSame(nodeOf('SkipLayerNormalization', [x, skip, scale, shift, bias], epsilon, 4), x);
    await assertSame(nodeOf('SkipLayerNormalization', [x, skip, scale, null, bias], epsilon), x);
    await assertSame(nodeOf('SkipSimplifiedLayerNormalization', [x, skip, scale, bias], epsilon, 4), x);
  });

  it('Attention, with widths and additions of its own', async () => {
    const [weight, shift] = [noise([6, 24], 2), noise([24], 3)];
    const heads = { num_heads: int(4) };
    await assertSame(nodeOf('Attention', [x, weight, shift], heads), x);
    await assertSame(nodeOf('Attention', [x, weight, shift], { ...heads, scale: float(0.1) }), x);
    await assertSame(nodeOf('Attention', [x, weight, shift], { ...heads, qkv_hidden_sizes: ints([8, 8, 8]) }), x);
    await assertSame(nodeOf('Attention', [x, weight, shift, null, null, noise([2, 4, 4, 4], 4)], heads), x);
  });

  it('MultiHeadAttention, with a bias and with keys of another length', async () => {
    const heads = { num_heads: int(2) };
    const [key, value] = [noise([2, 5, 6], 2), noise([2, 5, 8], 3)];
    await assertSame(nodeOf('MultiHeadAttention', [x, noise([2, 4, 6], 2), noise([2, 4, 6], 3)], heads), x);
    await assertSame(nodeOf('MultiHeadAttention', [x, key, value], heads), x);
    await assertSame(nodeOf('MultiHeadAttention', [x, key, value, noise([20], 4)], heads), x);
  });

  it('stay as they are where they mask or remember', () => {
    const weight = [noise([6, 24], 2), noise([24], 3)];
    const causal = upgraded(nodeOf('Attention', [x, ...weight], { num_heads: int(4), unidirectional: int(1) }));
    assert.deepEqual(foreign(causal), ['com.microsoft.Attention']);
  });

  it('of channels-last providers, as ONNX has them', async () => {
    const image = noise([2, 5, 6, 3]);
    const weight = noise([4, 3, 3, 3], 2);
    const attributes = { pads: ints([1, 1, 1, 1]), strides: ints([2, 1]) };
    const builder = new GraphBuilder();
    builder.input('x', 'float32', ['batch', 5, 6, 3]);
    const inputs = ['x', builder.constant(weight)];
    builder.add({ name: '', op: 'Conv', domain: 'com.ms.internal.nhwc', inputs, outputs: ['y'], attributes });
    builder.output('y', 'y', 'float32', null);
    const plain = modelOf([5, 6, 3], (b) => {
      const first = b.op('Transpose', ['x'], { perm: ints([0, 3, 1, 2]) });
      return b.op('Transpose', [b.op('Conv', [first, b.constant(weight)], attributes)], { perm: ints([0, 2, 3, 1]) });
    });
    const [expected, got] = [await run(plain, { x: image }), await run(upgraded(builder.build()), { x: image })];
    assert.equal(difference(got.get('y'), expected.get('y')!), 0);
  });
});

describe('models that no gradient can cross', () => {
  const gradient = (model: Model): Model => reversed(withShapes(model), ['y'], ['x']);
  const blocked = (b: GraphBuilder): string => {
    b.add({ name: '', op: 'Conv', domain: 'com.microsoft.nchwc', inputs: ['x'], outputs: ['c'], attributes: {} });
    b.add({
      name: '',
      op: 'ReorderOutput',
      domain: 'com.microsoft.nchwc',
      inputs: ['c'],
      outputs: ['r'],
      attributes: {},
    });
    return b.op('Flatten', ['r']);
  };

  it('because the optimiser arranged them for one processor say how to save them', () => {
    const model = modelOf([8, 4, 4], blocked);
    assert.throws(
      () => gradient(model),
      /arranged the model for one kind of CPU \(com\.microsoft\.nchwc\.Conv\).*ORT_ENABLE_EXTENDED/,
    );
    assert.match(shapesHidden(withShapes(model))!, /one kind of CPU.*ORT_ENABLE_EXTENDED/);
  });

  it('because they are quantised say so', () => {
    const model = modelOf([8], (b) => {
      const [whole, ...parts] = b.ops('DynamicQuantizeLinear', ['x'], {}, 3);
      return b.op('DequantizeLinear', [whole, ...parts]);
    });
    assert.throws(() => gradient(model), /the model is quantised: \w*uantizeLinear .*before it was quantised/);
  });
});
