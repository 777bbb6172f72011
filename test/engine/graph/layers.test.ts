import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { multiplyAccumulates } from '../../../src/engine/graph/cost';
import { layersOf } from '../../../src/engine/graph/layers';
import { int, ints, text } from '../../../src/engine/graph/model';
import { parameterCount } from '../../../src/engine/graph/parameters';
import { withShapes } from '../../../src/engine/graph/shapes';
import { stagesOf } from '../../../src/engine/graph/stages';
import { residualNetwork, segmentationNetwork, visionTransformer } from './networks';
import { noise } from './running';

describe('the layers of a model', () => {
  it('are listed in graph order with kernel, parameters, cost and module', () => {
    const model = residualNetwork();
    const layers = layersOf(model);
    const conv = layers.find((l) => l.tensor === '/layer2/layer2.0/conv1/Conv_output_0')!;
    assert.deepEqual(conv.kernel, [8, 4, 3, 3]);
    assert.deepEqual(conv.shape, ['batch', 8, 8, 8]);
    assert.equal(conv.parameters, 288);
    assert.equal(conv.macs, 8 * 8 * 8 * 4 * 9);
    assert.equal(conv.module, 'layer2.0.conv1');
    assert.equal(conv.spatial, true);
    const fc = layers.find((l) => l.op === 'Gemm')!;
    assert.deepEqual([fc.module, fc.parameters, fc.macs, fc.spatial, fc.kernel], ['fc', 45, 40, false, [5, 8]]);
    assert.deepEqual(
      layers.map((l) => l.op).filter((op) => op === 'Add' || op === 'Softmax'),
      ['Add', 'Add', 'Softmax'],
    );
    assert.equal(
      parameterCount(model),
      layers.reduce((sum, l) => sum + l.parameters, 0),
    );
  });

  it('count weights that are computed from stored ones: quantised, turned, and of two readers once', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4, 8, 8]);
    const bytes = b.weight({ type: 'uint8', dims: [6, 4, 3, 3], bytes: new Uint8Array(216) }, 'bytes');
    const scale = b.constant({ type: 'float32', dims: [6, 1, 1, 1], data: new Float32Array(6).fill(0.1) });
    const kernel = b.op('Mul', [b.op('Cast', [bytes], { to: int(1) }), scale]);
    const conv = b.op('Conv', ['x', kernel, b.constant(noise([6]))], {}, 'conv');
    const table = b.constant(noise([6, 10]));
    const rows = b.op('Transpose', [b.op('ReduceMean', [conv, b.integers(2, 3)], { keepdims: int(0) })], {
      perm: ints([0, 1]),
    });
    const scores = b.op('MatMul', [rows, table], {}, 'scores');
    b.output(b.op('MatMul', [scores, b.op('Transpose', [table], { perm: ints([1, 0]) })], {}, 'back'));
    const model = withShapes(b.build());
    const layers = layersOf(model);
    const of = (tensor: string) => layers.find((layer) => layer.tensor === tensor);
    assert.equal(of('conv')?.parameters, 6 * 4 * 3 * 3 + 6);
    assert.deepEqual(of('conv')?.kernel, [6, 4, 3, 3]);
    assert.deepEqual([of('scores')?.parameters, of('back')?.parameters], [60, 60]);
    assert.equal(parameterCount(model), 6 * 4 * 3 * 3 + 6 + 60);
  });

  it('take the module from a parameter name where nodes have none', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3, 4, 4]);
    b.output(
      b.op(
        'Conv',
        ['x', b.weight({ type: 'float32', dims: [2, 3, 1, 1], bytes: new Uint8Array(24) }, 'features.0.conv.weight')],
        {},
        'y',
      ),
    );
    assert.equal(layersOf(withShapes(b.build()))[0].module, 'features.0.conv');
  });

  it('leave out what only moves numbers and what computes shapes', () => {
    const ops = new Set(layersOf(visionTransformer()).map((l) => l.op));
    for (const op of ['Shape', 'Reshape', 'Transpose', 'Gather', 'Expand']) assert.equal(ops.has(op), false, op);
    for (const op of ['MatMul', 'LayerNormalization', 'Softmax', 'Concat', 'Gelu']) assert.equal(ops.has(op), true, op);
  });

  it('cost what their letters run over, per image', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 6, 5]);
    b.output(b.op('Einsum', ['x', b.constant(noise([5, 7]))], { equation: text('bij,jk->bik') }, 'y'));
    const windows = b.op('Reshape', ['x', b.integers(-1, 2, 5)]);
    b.output(b.op('MatMul', [windows, b.constant(noise([5, 7]))], {}, 'z'));
    b.output(b.op('ConvTranspose', ['x', b.constant(noise([6, 4, 3]))], { strides: ints([2]) }, 't'));
    assert.deepEqual(
      [...multiplyAccumulates(withShapes(b.build())).values()],
      [6 * 5 * 7, 0, 6 * 5 * 7, 6 * 5 * 4 * 3],
    );
  });
});

describe('convolutional stages', () => {
  it('end where everything that belongs to a convolution is done', () => {
    const stages = stagesOf(residualNetwork(), '/fc/Gemm_output_0');
    assert.deepEqual(
      stages.map((s) => [s.tensor.replace(/\/[A-Za-z]+_output_0$/, ''), s.last]),
      [
        ['/relu', false],
        ['/layer1/layer1.0/relu', false],
        ['/layer1/layer1.0/relu_1', true],
        ['/layer2/layer2.0/relu', false],
        ['/layer2/layer2.0/relu_1', true],
      ],
    );
  });

  it('see an activation written as a gate as part of the convolution', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3, 8, 8]);
    const conv = b.op('Conv', ['x', b.constant(noise([4, 3, 3, 3]))]);
    const silu = b.op('Mul', [conv, b.op('Sigmoid', [conv])], {}, 'silu');
    b.output(b.op('Flatten', [b.op('Conv', [silu, b.constant(noise([4, 4, 3, 3]))], {}, 'second')], {}, 'y'));
    assert.deepEqual(
      stagesOf(withShapes(b.build()), 'y').map((s) => s.tensor),
      ['silu', 'second'],
    );
  });

  it('follow a network down and up', () => {
    const stages = stagesOf(segmentationNetwork(), '/head/Conv_output_0').filter((s) => s.last);
    assert.deepEqual(
      stages.map((s) => s.tensor),
      ['/enc/Relu_output_0', '/mid/Relu_output_0', '/dec/Relu_output_0'],
    );
  });
});
