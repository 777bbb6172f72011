import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, ints, text, type Dimension, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { isStatic, substituted } from '../../../src/engine/graph/shapes/dimension';
import { shapeRules } from '../../../src/engine/graph/shapes/rules';
import { floats, integers, type Tensor } from '../../../src/engine/tensor/tensor';
import { nodeModel, noise, run, snapshot, type NodeCase } from './running';

const image = noise([2, 4, 7, 6]);
const weight = (tensor: Tensor): { weight: Tensor } => ({ weight: tensor });
const kernel = (...dims: number[]): { weight: Tensor } => weight(noise(dims, 3));
const list = (...values: number[]): { weight: Tensor } => weight(integers(values));
const scalar = (value: number): { weight: Tensor } => weight(integers([value], []));
const boolean: Tensor = { type: 'bool', dims: [2, 4, 7, 6], data: new Uint8Array(336).fill(1) };
const bytes: Tensor = { type: 'uint8', dims: [2, 4, 7, 6], data: new Uint8Array(336).fill(3) };
const channels = (): { weight: Tensor } => weight(floats([4], [1, 1, 1, 1]));
/** Length of the first axis of every tensor here, so that a free first axis can be put back. */
const BATCH = 2;

const UNARY = [
  'Abs',
  'Ceil',
  'Cos',
  'Elu',
  'Erf',
  'Exp',
  'Floor',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'Identity',
  'LeakyRelu',
  'Log',
  'LogSoftmax',
  'LpNormalization',
  'Mish',
  'Neg',
  'Reciprocal',
  'Relu',
  'Round',
  'Selu',
  'Sigmoid',
  'Sign',
  'Sin',
  'Softmax',
  'Softplus',
  'Softsign',
  'Sqrt',
  'Tanh',
  'ThresholdedRelu',
  'IsNaN',
];
const BINARY = [
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Pow',
  'Max',
  'Min',
  'Mean',
  'Sum',
  'PRelu',
  'Equal',
  'Greater',
  'Less',
  'GreaterOrEqual',
  'LessOrEqual',
];
const REDUCTIONS = [
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
];
const BOOLEAN = new Set(['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual', 'IsNaN']);
const typed = (op: string): NodeCase['types'] => (BOOLEAN.has(op) ? ['bool'] : undefined);

const CASES: readonly NodeCase[] = [
  ...UNARY.map((op) => ({ op, inputs: [image], types: typed(op) })),
  ...BINARY.map((op) => ({ op, inputs: [image, kernel(4, 1, 6)], types: typed(op) })),
  ...REDUCTIONS.flatMap((op): NodeCase[] => [
    { op, inputs: [image, list(2, -1)], attributes: { keepdims: int(0) } },
    { op, inputs: [image, list(1)] },
    { op, inputs: [image] },
    { op, inputs: [image], attributes: { noop_with_empty_axes: int(1) } },
  ]),
  { op: 'ArgMax', inputs: [image], attributes: { axis: int(1), keepdims: int(0) }, types: ['int64'] },
  { op: 'Not', inputs: [boolean], types: ['bool'] },
  { op: 'And', inputs: [boolean, boolean], types: ['bool'] },
  { op: 'Where', inputs: [boolean, image, kernel(1)] },
  { op: 'Cast', inputs: [image], attributes: { to: int(7) }, types: ['int64'] },
  { op: 'CastLike', inputs: [image, list(1)], types: ['int64'] },
  { op: 'Clip', inputs: [image, weight(floats([], [-0.1])), weight(floats([], [0.1]))] },
  { op: 'CumSum', inputs: [image, scalar(2)] },
  { op: 'Trilu', inputs: [image] },
  { op: 'Conv', inputs: [image, kernel(5, 4, 3, 3)] },
  {
    op: 'Conv',
    inputs: [image, kernel(6, 2, 3, 2)],
    attributes: { group: int(2), strides: ints([2, 3]), pads: ints([1, 0, 2, 1]), dilations: ints([2, 1]) },
  },
  {
    op: 'Conv',
    inputs: [image, kernel(5, 4, 3, 3)],
    attributes: { auto_pad: text('SAME_UPPER'), strides: ints([2, 2]) },
  },
  { op: 'Conv', inputs: [image, kernel(5, 4, 3, 3)], attributes: { auto_pad: text('VALID') } },
  { op: 'Conv', inputs: [noise([2, 3, 11]), kernel(5, 3, 4)], attributes: { strides: ints([3]) } },
  { op: 'Conv', inputs: [noise([2, 3, 5, 6, 7]), kernel(5, 3, 2, 3, 2)] },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), output_padding: ints([1, 0]), pads: ints([1, 1, 0, 1]) },
  },
  { op: 'ConvTranspose', inputs: [image, kernel(4, 2, 2, 3)], attributes: { group: int(2), dilations: ints([2, 1]) } },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), auto_pad: text('SAME_UPPER') },
  },
  {
    op: 'ConvTranspose',
    inputs: [image, kernel(4, 3, 3, 3)],
    attributes: { strides: ints([2, 2]), output_shape: ints([15, 13]) },
  },
  {
    op: 'ConvInteger',
    inputs: [bytes, weight({ type: 'uint8', dims: [3, 4, 3, 3], data: new Uint8Array(108) })],
    types: ['int32'],
  },
  ...['MaxPool', 'AveragePool'].flatMap((op): NodeCase[] => [
    { op, inputs: [image], attributes: { kernel_shape: ints([3, 2]) } },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]), ceil_mode: int(1) },
    },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([2, 2]), strides: ints([3, 3]), pads: ints([0, 0, 1, 1]), ceil_mode: int(1) },
    },
    { op, inputs: [image], attributes: { kernel_shape: ints([2, 2]), strides: ints([2, 2]), dilations: ints([2, 3]) } },
    {
      op,
      inputs: [image],
      attributes: { kernel_shape: ints([3, 3]), strides: ints([2, 2]), auto_pad: text('SAME_LOWER') },
    },
  ]),
  {
    op: 'MaxPool',
    inputs: [image],
    outputs: 2,
    types: ['float32', 'int64'],
    attributes: { kernel_shape: ints([2, 2]), strides: ints([2, 2]) },
  },
  {
    op: 'MaxUnpool',
    inputs: [noise([2, 1, 2, 3]), weight(integers([0, 2, 4, 10, 12, 14, 25, 27, 29, 35, 37, 39], [2, 1, 2, 3]))],
    attributes: { kernel_shape: ints([3, 2]), strides: ints([2, 2]), pads: ints([0, 1, 0, 0]) },
  },
  { op: 'LpPool', inputs: [image], attributes: { kernel_shape: ints([2, 2]) } },
  { op: 'GlobalAveragePool', inputs: [image] },
  { op: 'GlobalMaxPool', inputs: [noise([2, 3, 9])] },
  { op: 'MatMul', inputs: [image, kernel(6, 5)] },
  { op: 'MatMul', inputs: [image, kernel(6)] },
  { op: 'MatMul', inputs: [noise([2, 6]), kernel(3, 6, 5)] },
  { op: 'Gemm', inputs: [noise([2, 6]), kernel(5, 6), kernel(5)], attributes: { transB: int(1) } },
  { op: 'Einsum', inputs: [image, kernel(4, 6, 3)], attributes: { equation: text('nchw,cwk->nhk') } },
  { op: 'Einsum', inputs: [image, kernel(6, 3)], attributes: { equation: text('...w,wk->...k') } },
  { op: 'Einsum', inputs: [image, image], attributes: { equation: text('bhid,bhjd') } },
  { op: 'BatchNormalization', inputs: [image, channels(), channels(), channels(), channels()] },
  { op: 'InstanceNormalization', inputs: [image, channels(), channels()] },
  { op: 'GroupNormalization', inputs: [image, channels(), channels()], attributes: { num_groups: int(2) } },
  { op: 'LayerNormalization', inputs: [image, kernel(7, 6), kernel(7, 6)], outputs: 3, attributes: { axis: int(2) } },
  { op: 'LRN', inputs: [image], attributes: { size: int(3) } },
  { op: 'MeanVarianceNormalization', inputs: [image] },
  { op: 'Reshape', inputs: [image, list(0, -1, 6)] },
  { op: 'Reshape', inputs: [image, list(-1, 2, 42)] },
  { op: 'Flatten', inputs: [image] },
  { op: 'Flatten', inputs: [image], attributes: { axis: int(-1) } },
  { op: 'Squeeze', inputs: [noise([2, 1, 3, 1]), list(-1)] },
  { op: 'Unsqueeze', inputs: [image, list(0, -1)] },
  { op: 'Transpose', inputs: [image], attributes: { perm: ints([1, 3, 0, 2]) } },
  { op: 'Transpose', inputs: [image] },
  { op: 'Expand', inputs: [noise([2, 1, 3]), list(5, 1, 4, 1)] },
  { op: 'Tile', inputs: [image, list(1, 2, 1, 3)] },
  { op: 'DepthToSpace', inputs: [image], attributes: { blocksize: int(2) } },
  { op: 'SpaceToDepth', inputs: [noise([2, 3, 6, 4])], attributes: { blocksize: int(2) } },
  { op: 'Concat', inputs: [image, kernel(2, 3, 7, 6)], attributes: { axis: int(1) } },
  { op: 'Split', inputs: [image, list(1, 3)], outputs: 2, attributes: { axis: int(1) } },
  { op: 'Split', inputs: [image], outputs: 3, attributes: { axis: int(2), num_outputs: int(3) } },
  { op: 'Pad', inputs: [image, list(0, 0, 1, -1, 0, 0, 2, 0)] },
  { op: 'Pad', inputs: [image, list(1, 2, 0, 3), weight(floats([], [0])), list(3, 2)] },
  {
    op: 'OneHot',
    inputs: [{ type: 'int64', dims: [2, 3], data: new BigInt64Array(6) }, scalar(5), weight(floats([2], [0, 1]))],
    attributes: { axis: int(1) },
  },
  { op: 'Gather', inputs: [image, list(1, 0, 2)], attributes: { axis: int(2) } },
  { op: 'Gather', inputs: [image, scalar(1)], attributes: { axis: int(-1) } },
  { op: 'GatherElements', inputs: [image, weight(integers([0, 1, 0, 1], [2, 1, 1, 2]))], attributes: { axis: int(1) } },
  { op: 'GatherND', inputs: [image, weight(integers([0, 1, 1, 2], [2, 2]))] },
  { op: 'ScatterND', inputs: [image, weight(integers([0, 1], [2, 1])), kernel(2, 4, 7, 6)] },
  {
    op: 'ScatterElements',
    inputs: [image, weight(integers([1], [1, 1, 1, 1])), kernel(1, 1, 1, 1)],
    attributes: { axis: int(1) },
  },
  { op: 'Slice', inputs: [image, list(1, -2), list(3, 100), list(1, 3)] },
  { op: 'Slice', inputs: [image, list(-1, 5), list(-100, 0), list(2, 3), list(-1, -2)] },
  { op: 'TopK', inputs: [image, list(3)], outputs: 2, types: ['float32', 'int64'], attributes: { axis: int(2) } },
  { op: 'Shape', inputs: [image], types: ['int64'], attributes: { start: int(1), end: int(-1) } },
  { op: 'Size', inputs: [image], types: ['int64'] },
  { op: 'ConstantOfShape', inputs: [list(2, 3)] },
  { op: 'Range', inputs: [scalar(1), scalar(12), scalar(3)], types: ['int64'] },
  { op: 'EyeLike', inputs: [noise([2, 3])] },
  { op: 'Resize', inputs: [image, null, weight(floats([4], [1, 1, 2, 1.6]))] },
  { op: 'Resize', inputs: [image, null, null, list(2, 4, 5, 9)], attributes: { mode: text('linear') } },
  {
    op: 'Resize',
    inputs: [image, null, null, list(10, 9)],
    attributes: { axes: ints([2, 3]), keep_aspect_ratio_policy: text('not_larger') },
  },
  { op: 'Resize', inputs: [image, null, weight(floats([2], [0.5, 0.4]))], attributes: { axes: ints([3, 2]) } },
  { op: 'GridSample', inputs: [image, kernel(2, 3, 5, 2)] },
  { op: 'AffineGrid', inputs: [noise([2, 2, 3]), list(2, 4, 5, 6)] },
  {
    op: 'RoiAlign',
    inputs: [image, weight(floats([1, 4], [0, 0, 4, 4])), list(0)],
    attributes: { output_height: int(3), output_width: int(2) },
  },
  { op: 'QuantizeLinear', inputs: [image, weight(floats([], [0.1]))], types: ['uint8'] },
  { op: 'DequantizeLinear', inputs: [bytes, weight(floats([], [0.1]))] },
  { op: 'DynamicQuantizeLinear', inputs: [image], outputs: 3, types: ['uint8', 'float32', 'uint8'] },
  { op: 'Shrink', inputs: [image], attributes: { bias: float(0.1) } },
  {
    op: 'GRU',
    inputs: [noise([2, 5, 3]), kernel(1, 12, 3), kernel(1, 12, 4)],
    outputs: 2,
    attributes: { hidden_size: int(4) },
  },
  {
    op: 'LSTM',
    inputs: [noise([2, 5, 3]), kernel(2, 16, 3), kernel(2, 16, 4)],
    outputs: 3,
    attributes: { hidden_size: int(4), direction: text('bidirectional') },
  },
];

const known = (model: Model, name: string): { type: string; shape: readonly Dimension[] | null } =>
  model.graph.values.get(name)!;
const describeCase = (c: NodeCase): string =>
  `${c.op} ${JSON.stringify(c.inputs.map((t) => t && ('weight' in t ? t.weight.dims : t.dims)))} ${JSON.stringify(Object.values(c.attributes ?? {}).map((a) => a.value))}`;

describe('shapes and types', () => {
  for (const c of CASES) {
    it(`of ${describeCase(c)} are those of the run`, async () => {
      const { model, feeds } = nodeModel(c);
      const before = snapshot(model);
      const shaped = withShapes(model);
      assert.equal(snapshot(model), before, 'the model was changed');
      const results = await run(model, feeds);
      for (const [name, tensor] of results)
        assert.deepEqual({ name, ...known(shaped, name) }, { name, type: tensor.type, shape: tensor.dims });
      // With a free first axis nothing becomes wrong, and no rank is lost.
      const free = withShapes(nodeModel(c, 'batch').model);
      for (const [name, tensor] of results) {
        const shape = known(free, name).shape?.map((d) => substituted(d, new Map([['batch', BATCH]])));
        assert.equal(shape?.length, tensor.dims.length);
        assert.ok(
          shape.every((d, axis) => typeof d !== 'number' || d === tensor.dims[axis]),
          `${shape.join()} is not ${tensor.dims.join()}`,
        );
      }
    });
  }

  it('name the node whose inputs cannot be right', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch']);
    b.add({
      name: 'broken',
      op: 'Conv',
      domain: '',
      inputs: ['x', b.constant(noise([4, 3, 3, 3]))],
      outputs: ['y'],
      attributes: {},
    });
    b.output('y');
    assert.throws(() => withShapes(b.build()), {
      code: 'corrupt-model',
      message: /broken: Conv cannot work on inputs of shape \[batch\], \[4, 3, 3, 3\]/,
    });
  });

  it('describes every operator once', () => {
    const ops = shapeRules.flatMap((rule) => rule.ops);
    assert.equal(new Set(ops).size, ops.length);
  });
});

describe('symbols', () => {
  const shapeOf = (
    build: (b: GraphBuilder, x: string) => string,
    shape: readonly Dimension[] = ['batch', 3, 8, 8],
  ): readonly Dimension[] | null => {
    const b = new GraphBuilder();
    b.output(build(b, b.input('x', 'float32', shape)), 'y');
    return withShapes(b.build()).graph.outputs[0].shape;
  };

  it('flow from Shape through Gather, Unsqueeze and Concat into Reshape', () => {
    const shape = shapeOf((b, x) => {
      const batch = b.op('Unsqueeze', [
        b.op('Gather', [b.op('Shape', [x]), b.constant(integers([0], []))]),
        b.integers(0),
      ]);
      return b.op('Reshape', [x, b.op('Concat', [batch, b.integers(-1)], { axis: int(0) })]);
    });
    assert.deepEqual(shape, ['batch', 192]);
  });

  it('flow through window partitions and back', () => {
    const shape = shapeOf((b, x) => {
      const windows = b.op('Reshape', [
        b.op('Transpose', [b.op('Reshape', [x, b.integers(0, 3, 2, 4, 2, 4)])], { perm: ints([0, 2, 4, 3, 5, 1]) }),
        b.integers(-1, 16, 3),
      ]);
      const length = b.op('Gather', [b.op('Shape', [windows]), b.constant(integers([0], []))]);
      const batch = b.op('Unsqueeze', [b.op('Div', [length, b.constant(integers([4], []))]), b.integers(0)]);
      return b.op('Reshape', [windows, b.op('Concat', [batch, b.integers(2, 2, 48)], { axis: int(0) })]);
    });
    assert.deepEqual(shape, ['batch', 2, 2, 48]);
  });

  it('flow through the Expand of a class token as exporters write it', () => {
    const shape = shapeOf((b, x) => {
      const wanted = b.op(
        'Concat',
        [b.op('Slice', [b.op('Shape', [x]), b.integers(0), b.integers(1), b.integers(0)]), b.integers(-1, -1)],
        { axis: int(0) },
      );
      const ones = b.op('ConstantOfShape', [b.integers(3)], {
        value: {
          kind: 'tensor',
          value: { type: 'int64', dims: [1], bytes: new Uint8Array(BigInt64Array.of(1n).buffer) },
        },
      });
      const free = b.op('Equal', [wanted, b.op('Mul', [ones, b.constant(integers([-1]))])]);
      return b.op('Expand', [b.constant(noise([1, 1, 16])), b.op('Where', [free, ones, wanted])]);
    });
    assert.deepEqual(shape, ['batch', 1, 16]);
  });

  it('keep height and width through same-size convolutions, and stay equal where branches meet', () => {
    const shape = shapeOf(
      (b, x) => {
        const same = b.op('Conv', [x, b.constant(noise([4, 3, 3, 3]))], { pads: ints([1, 1, 1, 1]) });
        const half = b.op('MaxPool', [same], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
        const other = b.op('AveragePool', [same], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
        return b.op('Concat', [b.op('Add', [half, other]), half], { axis: int(1) });
      },
      ['batch', 3, 'h', 'w'],
    );
    assert.deepEqual(shape, ['batch', 8, 'floor((h)/2)', 'floor((w)/2)']);
  });

  it('name unnamed input axes, and give way to shapes given by the caller', () => {
    const b = new GraphBuilder();
    b.input('my input', 'float32', [null, 3, null, -1]);
    b.describe({ name: 'y', type: 'float32', shape: [1, 3, 99, 99] });
    b.output(b.op('Relu', ['my input'], {}, 'y'));
    const model = b.build();
    assert.deepEqual(withShapes(model).graph.inputs[0].shape, ['batch', 3, 'my_input_2', 'my_input_3']);
    assert.deepEqual(withShapes(model, new Map([['my input', ['batch', 3, 5, 6]]])).graph.outputs[0].shape, [
      'batch',
      3,
      5,
      6,
    ]);
  });

  it('take what the exporter wrote where an operator is unknown', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3]);
    b.describe({ name: 'z', type: 'float16', shape: ['batch', 7] });
    b.add({ name: '', op: 'Strange', domain: 'org.example', inputs: ['x'], outputs: ['z'], attributes: {} });
    b.output(b.op('Relu', ['z'], {}, 'y'), 'y', 'float16');
    const { graph } = withShapes(b.build());
    assert.deepEqual(graph.values.get('y'), { name: 'y', type: 'float16', shape: ['batch', 7] });
    assert.equal(isStatic(graph.values.get('y')!.shape), false);
  });
});
