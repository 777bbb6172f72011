import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { camLayer } from '../../../src/engine/graph/cam-layer';
import { int, ints } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { integers } from '../../../src/engine/tensor/tensor';
import { residualNetwork, segmentationNetwork, tail, visionTransformer } from './networks';
import { noise } from './running';

describe('the automatic layer for class activation maps', () => {
  it('is the last tensor with spatial extent before pooling', () => {
    const layer = camLayer(residualNetwork(), '/fc/Gemm_output_0')!;
    assert.equal(layer.tensor, '/layer2/layer2.0/relu_1/Relu_output_0');
    assert.deepEqual(layer.roles, ['batch', 'channel', 'row', 'column']);
    assert.match(layer.reason, /layer2\.0\.relu_1.*last tensor with spatial extent/);
  });

  const shuffled = (b: GraphBuilder, from: readonly number[], order: readonly number[], to: readonly number[]) =>
    b.op('Reshape', [
      b.op('Transpose', [b.op('Reshape', ['x', b.integers(...from)])], { perm: ints(order) }),
      b.integers(...to),
    ]);
  const cosines = (b: GraphBuilder) => b.constant(noise([8, 8], 2));
  for (const [how, before] of Object.entries<(b: GraphBuilder) => string>({
    'channels are taken one by one and joined again': (b) =>
      b.op(
        'Concat',
        [0, 1, 2].map((c) => {
          const channel = b.op('Gather', ['x', b.constant(integers([c], []))], { axis: int(1) });
          return b.op('Unsqueeze', [b.op('Mul', [channel, b.scalar(0.458)]), b.integers(1)]);
        }),
        { axis: int(1) },
      ),
    'places become channels': (b) => shuffled(b, [0, 3, 4, 2, 4, 2], [0, 1, 3, 5, 2, 4], [0, 12, 4, 4]),
    'places become channels in one step': (b) => b.op('SpaceToDepth', ['x'], { blocksize: int(2) }),
    'the size of a Fourier transform is taken': (b) => {
      const complex = b.op('DFT', [b.op('Unsqueeze', ['x', b.integers(-1)]), '', b.constant(integers([2], []))]);
      return b.op('ReduceL2', [complex, b.integers(-1)], { keepdims: int(0) });
    },
    'rows and columns are transformed': (b) =>
      b.op('MatMul', [cosines(b), b.op('MatMul', ['x', b.op('Transpose', [cosines(b)])])]),
  }))
    it(`is found where ${how} before the first convolution`, () => {
      const b = new GraphBuilder();
      b.input('x', 'float32', ['batch', 3, 8, 8]);
      const channels = how.startsWith('places') ? 12 : 3;
      const relu = b.op('Relu', [b.op('Conv', [before(b), b.constant(noise([4, channels, 3, 3]))])], {}, 'features');
      b.op('Flatten', [b.op('GlobalAveragePool', [relu])], { axis: int(1) }, 'y');
      b.output('y', 'y', 'float32', ['batch', 4]);
      const layer = camLayer(withShapes(b.build()), 'y')!;
      assert.equal(layer.tensor, 'features');
      assert.deepEqual(layer.roles, ['batch', 'channel', 'row', 'column']);
    });

  /** Attention within windows of 2 × 2 tokens, [N, windows, tokens, channels]; put together again at the end. */
  const windowed = (windows: 'an axis' | 'images') => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4, 8, 8]);
    const conv = b.op('Conv', ['x', b.constant(noise([4, 4, 1, 1]))]);
    const cut = b.op('Reshape', [conv, b.integers(0, 4, 4, 2, 4, 2)]);
    const turned = b.op('Transpose', [cut], { perm: ints([0, 2, 4, 3, 5, 1]) });
    const lead = windows === 'an axis' ? [0, 16] : [-1];
    const tokens = b.op('Reshape', [turned, b.integers(...lead, 4, 4)]);
    const normal = b.op('LayerNormalization', [tokens, b.constant(noise([4])), b.constant(noise([4]))], {}, 'normal');
    const axes = windows === 'an axis' ? [0, 1, 3, 2] : [0, 2, 1];
    const scores = b.op('MatMul', [normal, b.op('Transpose', [normal], { perm: ints(axes) })]);
    const mixed = b.op('MatMul', [b.op('Softmax', [scores], { axis: int(-1) }), normal]);
    const back = b.op('Transpose', [b.op('Reshape', [mixed, b.integers(-1, 4, 4, 2, 2, 4)])], {
      perm: ints([0, 5, 1, 3, 2, 4]),
    });
    const whole = b.op('Reshape', [back, b.integers(-1, 4, 8, 8)], {}, 'whole');
    b.op('Flatten', [b.op('GlobalAveragePool', [whole])], { axis: int(1) }, 'y');
    b.output('y', 'y', 'float32', ['batch', 4]);
    return withShapes(b.build());
  };
  for (const windows of ['an axis', 'images'] as const)
    it(`is where windows that are ${windows} are put together again, not the windows`, () => {
      const layer = camLayer(windowed(windows), 'y')!;
      assert.equal(layer.tensor, 'whole');
      assert.deepEqual(layer.roles, ['batch', 'channel', 'row', 'column']);
    });

  it('is not the pooling itself', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3, 8, 8]);
    const relu = b.op('Relu', [b.op('Conv', ['x', b.constant(noise([4, 3, 3, 3]))])], {}, 'features');
    b.output(
      b.op('Flatten', [b.op('MaxPool', [relu], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) })], {}, 'y'),
    );
    assert.equal(camLayer(withShapes(b.build()), 'y')!.tensor, 'features');
  });

  for (const writtenOut of [false, true]) {
    it(`is the normalised tokens before the last attention${writtenOut ? ', normalisation written out' : ''}`, () => {
      const layer = camLayer(visionTransformer(writtenOut), 'logits')!;
      assert.match(layer.tensor, /^\/blocks\/blocks\.1\/norm1\//);
      assert.deepEqual(layer.roles, ['batch', 'token', 'channel']);
      assert.deepEqual(layer.grid, { rows: 4, columns: 6, prefix: 1 });
    });
  }

  it('knows a transformer without class token', () => {
    assert.deepEqual(camLayer(visionTransformer(false, false), 'logits')!.grid, { rows: 4, columns: 6, prefix: 0 });
  });

  it('is the deepest features of a network with a dense output', () => {
    assert.equal(camLayer(segmentationNetwork(), '/head/Conv_output_0')!.tensor, '/mid/Relu_output_0');
  });

  it('is nothing where nothing has extent', () => {
    const model = tail(
      (b, x) => b.output(b.op('MatMul', [b.op('Flatten', [x]), b.constant(noise([12, 2]))], {}, 'y')),
      ['batch', 3, 2, 2],
    );
    const flat = tail((b, x) => b.output(b.op('Exp', [x], {}, 'y')));
    assert.equal(camLayer(flat, 'y'), null);
    assert.equal(camLayer(model, 'y')!.tensor, 'scores');
  });
});
