import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { camLayer } from '../../../src/engine/graph/cam-layer';
import { multiplyAccumulates } from '../../../src/engine/graph/cost';
import { layersOf, parameterCount } from '../../../src/engine/graph/layers';
import { layouts } from '../../../src/engine/graph/layout';
import { logitsOf } from '../../../src/engine/graph/logits';
import { int, ints, text, type Dimension, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { stagesOf } from '../../../src/engine/graph/stages';
import { integers } from '../../../src/engine/tensor/tensor';
import { residualNetwork, segmentationNetwork, visionTransformer } from './networks';
import { noise } from './running';

function tail(build: (b: GraphBuilder, x: string) => void, shape: readonly Dimension[] = ['batch', 10]): Model {
  const b = new GraphBuilder();
  build(b, b.op('Relu', [b.input('x', 'float32', shape)], {}, 'scores'));
  return withShapes(b.build());
}

describe('finding the logits', () => {
  it('cuts a final softmax, also behind operators that only move numbers', () => {
    const plain = logitsOf(residualNetwork());
    assert.deepEqual(
      { ...plain, reason: '' },
      {
        tensor: '/fc/Gemm_output_0',
        activation: 'softmax',
        link: 'softmax',
        holds: 'logits',
        classAxis: 1,
        kind: 'classification',
        classes: 5,
        reason: '',
      },
    );
    assert.match(plain.reason, /probabilities is the Softmax of \/fc\/Gemm_output_0/);
    const moved = tail(
      (b, x) =>
        b.output(
          b.op('Squeeze', [b.op('Identity', [b.op('LogSoftmax', [x], { axis: int(1) })]), b.integers(2, 3)], {}, 'y'),
        ),
      ['batch', 10, 1, 1],
    );
    assert.deepEqual(
      [logitsOf(moved).tensor, logitsOf(moved).kind, logitsOf(moved).classes],
      ['scores', 'classification', 10],
    );
  });

  it('takes one logit as two classes', () => {
    const model = tail((b, x) => b.output(b.op('Sigmoid', [x], {}, 'y')), ['batch', 1]);
    assert.deepEqual(
      { ...logitsOf(model), reason: '' },
      {
        tensor: 'scores',
        activation: 'sigmoid',
        link: 'sigmoid',
        holds: 'logits',
        kind: 'binary',
        classes: 2,
        reason: '',
      },
    );
  });

  it('sees scores at every position as dense', () => {
    const { tensor, kind, classes, activation } = logitsOf(segmentationNetwork());
    assert.deepEqual([tensor, kind, classes, activation], ['/head/Conv_output_0', 'dense', 3, 'sigmoid']);
  });

  it('takes an output as it is where nothing is cut, and says so', () => {
    const logits = logitsOf(visionTransformer());
    assert.deepEqual([logits.tensor, logits.activation, logits.classes], ['logits', 'none', 5]);
    assert.match(logits.reason, /not the result of a Softmax/);
  });

  it('does not take a gate inside the network for the end of it', () => {
    const model = tail((b, x) => b.output(b.op('Mul', [x, b.op('Sigmoid', [x])], {}, 'y')));
    assert.equal(logitsOf(model).tensor, 'y');
  });

  it('prefers the output that ends in a softmax, then floating-point scores', () => {
    const several = tail((b, x) => {
      b.output(b.op('Sum', [x], {}, 'features'));
      b.output(b.op('Softmax', [x], {}, 'y'));
    });
    assert.equal(logitsOf(several).tensor, 'scores');
    const labels = tail((b, x) => {
      b.output(b.op('Cast', [b.op('Exp', [x])], { to: int(7) }, 'label'), 'label', 'int64');
      b.output(b.op('Sum', [x], {}, 'y'));
    });
    assert.equal(logitsOf(labels).tensor, 'y');
  });
});

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

describe('the meaning of axes', () => {
  it('survives channel shuffles, channels-last detours and written-out group normalisation', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 4, 3, 5]);
    const shuffled = b.op(
      'Reshape',
      [
        b.op('Transpose', [b.op('Reshape', ['x', b.integers(0, 2, 2, 3, 5)])], { perm: ints([0, 2, 1, 3, 4]) }),
        b.integers(0, 4, 3, 5),
      ],
      {},
      'shuffled',
    );
    const last = b.op(
      'MatMul',
      [b.op('Transpose', [shuffled], { perm: ints([0, 2, 3, 1]) }), b.constant(noise([4, 4]))],
      {},
      'last',
    );
    const first = b.op('Transpose', [last], { perm: ints([0, 3, 1, 2]) }, 'first');
    const grouped = b.op('InstanceNormalization', [
      b.op('Reshape', [first, b.integers(0, 2, -1)]),
      b.constant(noise([2])),
      b.constant(noise([2], 2)),
    ]);
    b.output(b.op('Reshape', [grouped, b.op('Shape', [first])], {}, 'y'));
    const roles = (name: string): readonly unknown[] => layouts(withShapes(b.build())).get(name)!.roles;
    for (const name of ['shuffled', 'first', 'y'])
      assert.deepEqual(roles(name), ['batch', 'channel', 'row', 'column'], name);
    assert.deepEqual(roles('last'), ['batch', 'row', 'column', 'channel']);
  });

  it('is read off the input: colours last, signals', () => {
    const of = (shape: readonly Dimension[]): readonly unknown[] =>
      layouts(tail((b, x) => b.output(x), shape)).get('x')!.roles;
    assert.deepEqual(of(['batch', 32, 32, 3]), ['batch', 'row', 'column', 'channel']);
    assert.deepEqual(of(['batch', 3, 32, 32]), ['batch', 'channel', 'row', 'column']);
    assert.deepEqual(of(['batch', 2, 100]), ['batch', 'channel', 'column']);
  });
});
