import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { hasExternal } from '../../../src/engine/graph/external';
import { difference } from '../graph/running';
import { GraphDef, ints, text, texts, type } from './graph-def';
import { channelsFirst, gradientOf, probe, ran, valuesOf } from './tensorflow';

type Draw = (g: GraphDef, x: string) => string;
interface Case {
  readonly build: Draw;
  /**
   * There is no gradient, or TensorFlow.js has none that is right: of whole numbers, slices, dilated or resampled
   * images.
   */
  readonly flat?: true;
}

const DIMS = [2, 8, 6, 4];
const conv = (more = {}): Record<string, unknown> => ({
  T: type(),
  data_format: text('NHWC'),
  padding: text('VALID'),
  strides: ints(1, 1, 1, 1),
  dilations: ints(1, 1, 1, 1),
  explicit_paddings: { list: {} },
  ...more,
});
const f = { T: type() };
const node =
  (op: string, ...more: ((g: GraphDef) => string)[]): Draw =>
  (g, x) =>
    g.node(op, [x, ...more.map((make) => make(g))], f);
const slice = (masks: Readonly<Record<string, number>>): Record<string, unknown> =>
  Object.fromEntries(
    ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'].map((name) => [
      name,
      { i: String(masks[name.replace('_mask', '')] ?? 0) },
    ]),
  );
const strided =
  (begins: number[], ends: number[], steps: number[], masks: Readonly<Record<string, number>>): Draw =>
  (g, x) =>
    g.node('StridedSlice', [x, g.integers(...begins), g.integers(...ends), g.integers(...steps)], {
      ...f,
      Index: type('DT_INT32'),
      ...slice(masks),
    });
const toFloat = (g: GraphDef, x: string): string => g.node('Cast', [x], { SrcT: type('DT_INT32'), DstT: type() });
const above = (g: GraphDef, x: string): string => g.node('Greater', [x, g.floats(0.1)], f);
/** A length of the image, as networks compute it. */
const lengthAt = (g: GraphDef, x: string, axis: number): string =>
  g.node(
    'StridedSlice',
    [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.integers(axis), g.integers(axis + 1), g.integers(1)],
    slice({ shrink: 0, shrink_axis: 1 }),
  );
const positive = (g: GraphDef, x: string): string => g.node('AddV2', [g.node('Abs', [x], f), g.floats(0.2)], f);
const dilated =
  (inner: Draw, paddings: number[], crops: number[]): Draw =>
  (g, x) =>
    g.node(
      'BatchToSpaceND',
      [
        inner(g, g.node('SpaceToBatchND', [x, g.integers(2, 2), g.pairs(...paddings)], f)),
        g.integers(2, 2),
        g.pairs(...crops),
      ],
      f,
    );
const fusedWith =
  (op: string, activation: string, kernel: number[], more: (g: GraphDef) => string[] = () => []): Draw =>
  (g, x) =>
    g.node(op, [x, g.weight(kernel), g.weight([op.startsWith('Fused') ? kernel[2] : kernel[3]]), ...more(g)], {
      ...conv({ padding: text('SAME') }),
      fused_ops: texts('BiasAdd', activation),
      num_args: { i: String(1 + more(new GraphDef()).length) },
      leakyrelu_alpha: { f: 0.3 },
    });

const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    ['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid'].map((activation) => [
      `_FusedConv2D with ${activation}`,
      { build: fusedWith('_FusedConv2D', activation, [3, 3, 4, 5]) },
    ]),
  ),
  ...Object.fromEntries(
    ['Relu', 'Relu6', 'Elu', 'Sigmoid'].map((activation) => [
      `FusedDepthwiseConv2dNative with ${activation}`,
      { build: fusedWith('FusedDepthwiseConv2dNative', activation, [3, 3, 4, 1]) },
    ]),
  ),
  'FusedDepthwiseConv2dNative with Prelu': {
    build: fusedWith('FusedDepthwiseConv2dNative', 'Prelu', [3, 3, 4, 1], (g) => [g.weight([1, 1, 4])]),
  },
  ...Object.fromEntries(
    ['Asinh', 'Atan', 'Sin', 'Cos', 'Sinh', 'Cosh', 'Tan', 'Expm1', 'Erf', 'Softplus', 'Selu', 'Reciprocal'].map(
      (op) => [op, { build: node(op) }],
    ),
  ),
  ...Object.fromEntries(
    ['Acos', 'Asin', 'Atanh'].map((op) => [
      op,
      { build: (g: GraphDef, x: string) => g.node(op, [g.node('Mul', [x, g.floats(0.9)], f)], f) },
    ]),
  ),
  ...Object.fromEntries(
    ['Log', 'Log1p', 'Sqrt', 'Rsqrt'].map((op) => [
      op,
      { build: (g: GraphDef, x: string) => g.node(op, [positive(g, x)], f) },
    ]),
  ),
  Acosh: { build: (g, x) => g.node('Acosh', [g.node('AddV2', [positive(g, x), g.floats(1)], f)], f) },
  ...Object.fromEntries(
    ['Floor', 'Ceil', 'Round', 'Sign'].map((op) => [
      op,
      { build: (g: GraphDef, x: string) => g.node('Mul', [g.node(op, [g.node('Mul', [x, g.floats(3)], f)], f), x], f) },
    ]),
  ),
  'Mod of real numbers': { build: node('FloorMod', (g) => g.floats(0.3)), flat: true },
  FloorDiv: { build: node('FloorDiv', (g) => g.floats(-0.3)), flat: true },
  DivNoNan: { build: (g, x) => g.node('DivNoNan', [x, g.node('Relu', [x], f)], f), flat: true },
  'SquaredDifference by channel': { build: node('SquaredDifference', (g) => g.weight([4])) },
  'Pow of a stored exponent': { build: (g, x) => g.node('Pow', [positive(g, x), g.floats(1.7)], f) },
  AddN: { build: (g, x) => g.node('AddN', [x, g.node('Relu', [x], f), x], { N: { i: '3' } }) },
  SelectV2: {
    build: (g, x) => g.node('SelectV2', [above(g, x), g.node('Square', [x], f), g.weight([4])], f),
    flat: true,
  },
  'comparisons and connectives': {
    build: (g, x) => {
      const both = g.node(
        'LogicalAnd',
        [g.node('LessEqual', [x, g.floats(0.5)], f), g.node('LogicalNot', [g.node('Less', [x, g.floats(-0.5)], f)], f)],
        f,
      );
      const either = g.node('LogicalOr', [both, g.node('NotEqual', [g.node('Relu', [x], f), x], f)], f);
      return g.node('Mul', [g.node('Cast', [either], { SrcT: type('DT_BOOL'), DstT: type() }), x], f);
    },
    flat: true,
  },
  'MaxPool of odd windows': {
    build: (g, x) =>
      g.node('MaxPool', [x], conv({ ksize: ints(1, 3, 2, 1), strides: ints(1, 2, 1, 1), padding: text('SAME') })),
  },
  'AvgPool of odd windows': {
    build: (g, x) => g.node('AvgPool', [x], conv({ ksize: ints(1, 3, 2, 1), strides: ints(1, 2, 1, 1) })),
  },
  // TensorFlow.js' gradient divides by the whole window where part of it lies outside.
  'AvgPool at the border': {
    build: (g, x) =>
      g.node('AvgPool', [x], conv({ ksize: ints(1, 3, 2, 1), strides: ints(1, 2, 1, 1), padding: text('SAME') })),
    flat: true,
  },
  LRN: {
    build: (g, x) =>
      g.node('LRN', [x], { ...f, depth_radius: { i: '1' }, bias: { f: 1.2 }, alpha: { f: 0.4 }, beta: { f: 0.6 } }),
  },
  'FusedBatchNormV3 without scale of its own': {
    build: (g, x) =>
      g.node('FusedBatchNormV3', [x, g.weight([4], true), g.weight([4]), g.weight([4]), g.weight([4], true)], {
        ...f,
        epsilon: { f: 0.01 },
        data_format: text('NHWC'),
        is_training: { b: false },
      }),
  },
  'dilated convolution': {
    build: (g, x) =>
      g.node('Conv2D', [x, g.weight([3, 3, 4, 2])], conv({ dilations: ints(1, 2, 1, 1), padding: text('SAME') })),
    flat: true,
  },
  'SpaceToBatchND around a convolution': {
    build: dilated(
      (g, y) =>
        g.node(
          'Relu',
          [
            g.node('BiasAdd', [g.node('Conv2D', [y, g.weight([3, 3, 4, 3])], conv()), g.weight([3])], {
              ...f,
              data_format: text('NHWC'),
            }),
          ],
          f,
        ),
      [2, 2, 2, 2],
      [0, 0, 0, 0],
    ),
  },
  'SpaceToBatchND with crops around a depthwise convolution': {
    build: dilated(
      (g, y) => g.node('DepthwiseConv2dNative', [y, g.weight([3, 3, 4, 1])], conv()),
      [2, 4, 2, 4],
      [0, 2, 0, 1],
    ),
  },
  Conv3D: {
    build: (g, x) => {
      const volume = g.node('ExpandDims', [x, g.integer(4)], f);
      return g.node(
        'Conv3D',
        [volume, g.weight([3, 2, 2, 1, 3])],
        conv({
          data_format: text('NDHWC'),
          strides: ints(1, 2, 1, 1, 1),
          dilations: ints(1, 1, 1, 1, 1),
          padding: text('SAME'),
        }),
      );
    },
  },
  'MaxPool3D and AvgPool3D': {
    build: (g, x) => {
      const volume = g.node('ExpandDims', [x, g.integer(4)], f);
      const pool = conv({ data_format: text('NDHWC'), ksize: ints(1, 2, 2, 2, 1), strides: ints(1, 2, 2, 2, 1) });
      return g.node('AddV2', [g.node('MaxPool3D', [volume], pool), g.node('AvgPool3D', [volume], pool)], f);
    },
  },
  ...Object.fromEntries(
    [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map(([ellipsis, added, gone], k) => [
      `StridedSlice with masks ${k}`,
      {
        flat: true as const,
        build: strided([1, 0, ellipsis ? 0 : 1], [2, 3, ellipsis ? 2 : 5], [1, 1, gone ? 1 : 2], {
          ellipsis: ellipsis ? 2 : 0,
          new_axis: added ? 2 : 0,
          shrink_axis: gone ? 4 : 0,
          begin: 2,
          end: 0,
        }),
      },
    ]),
  ),
  'StridedSlice with an ellipsis, a new axis and one that goes': {
    build: strided([0, 0, 1, 0], [0, 0, 2, 0], [1, 1, 1, 1], {
      ellipsis: 1,
      new_axis: 2,
      shrink_axis: 4,
      begin: 8,
      end: 8,
    }),
    flat: true,
  },
  'StridedSlice backwards': {
    build: strided([0, -1, 5, 0], [0, -9, 1, 0], [1, -2, -1, 1], { begin: 0b1001, end: 0b1011 }),
    flat: true,
  },
  'Unpack and Pack': {
    build: (g, x) => {
      g.node('Unpack', [x], { axis: { i: '3' }, num: { i: '4' } }, 'parts');
      return g.node('Pack', ['parts:2', 'parts', 'parts:3'], { axis: { i: '1' }, N: { i: '3' } });
    },
  },
  'Unpack of rows': {
    build: (g, x) => {
      g.node('Unpack', [x], { axis: { i: '1' }, num: { i: '8' } }, 'rows');
      return g.node('Sub', ['rows:7', 'rows:1'], f);
    },
  },
  SplitV: {
    build: (g, x) => {
      g.node('SplitV', [x, g.integers(1, 3), g.integer(3)], { num_split: { i: '2' } }, 'parts');
      return g.node('Mul', ['parts', 'parts:1'], f);
    },
  },
  'Tile of channels and rows': { build: node('Tile', (g) => g.integers(1, 2, 1, 3)) },
  'GatherV2 of channels': {
    build: (g, x) => g.node('GatherV2', [x, g.integers(3, 0, 3), g.integer(3)], { batch_dims: { i: '0' } }),
  },
  GatherNd: {
    build: (g, x) =>
      g.node('GatherNd', [g.node('Transpose', [x, g.integers(1, 2, 0, 3)], f), g.pairs(0, 1, 7, 5, 3, 3)], f),
    flat: true,
  },
  ReverseV2: { build: node('ReverseV2', (g) => g.integers(1, 3)) },
  'Cumsum from behind': {
    build: (g, x) => g.node('Cumsum', [x, g.integer(3)], { exclusive: { b: true }, reverse: { b: true } }),
  },
  ExpandDims: { build: (g, x) => g.node('ExpandDims', [x, g.integer(-1)], f) },
  'Squeeze of one axis of an image': {
    build: (g, x) =>
      g.node('Squeeze', [g.node('Slice', [x, g.integers(0, 0, 2, 0), g.integers(-1, -1, 1, -1)], f)], {
        squeeze_dims: ints(2),
      }),
  },
  'Max, Min and Prod': {
    build: (g, x) =>
      g.node(
        'Sub',
        [
          g.node('Max', [x, g.integers(1, 2)], { keep_dims: { b: false } }),
          g.node('Min', [x, g.integers(2, 1)], { keep_dims: { b: false } }),
        ],
        f,
      ),
  },
  'Mean of channels, kept': {
    build: (g, x) => g.node('Sub', [x, g.node('Mean', [x, g.integers(-1)], { keep_dims: { b: true } })], f),
  },
  ArgMax: {
    build: (g, x) => toFloat(g, g.node('ArgMax', [x, g.integer(3)], { output_type: type('DT_INT32') })),
    flat: true,
  },
  'ArgMin as an output': {
    build: (g, x) => g.node('ArgMin', [x, g.integer(1)], { output_type: type('DT_INT32') }),
    flat: true,
  },
  TopKV2: {
    build: (g, x) => {
      g.node(
        'TopKV2',
        [g.node('Mean', [x, g.integers(1, 2)], { keep_dims: { b: false } }), g.integer(2)],
        { sorted: { b: true } },
        'best',
      );
      return g.node('AddV2', ['best', toFloat(g, 'best:1')], f);
    },
    flat: true,
  },
  OneHot: {
    build: (g, x) =>
      g.node('OneHot', [g.node('ArgMax', [x, g.integer(3)], {}), g.integer(4), g.floats(2), g.floats(-1)], {
        axis: { i: '-1' },
      }),
    flat: true,
  },
  'Fill, Range, ZerosLike and OnesLike': {
    build: (g, x) => {
      const ramp = g.node('Range', [g.floats(0), g.floats(2), g.floats(0.5)], { Tidx: type() });
      const filled = g.node('Fill', [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.floats(0.25)], f);
      return g.node(
        'AddN',
        [g.node('Mul', [x, ramp], f), filled, g.node('ZerosLike', [x], f), g.node('OnesLike', [x], f)],
        { N: { i: '4' } },
      );
    },
  },
  BroadcastTo: {
    build: (g, x) =>
      g.node(
        'BroadcastTo',
        [
          g.node('Mean', [x, g.integers(1)], { keep_dims: { b: true } }),
          g.node('Shape', [x], { out_type: type('DT_INT32') }),
        ],
        f,
      ),
  },
  'a resize by computed lengths': {
    build: (g, x) => {
      const pair = g.node(
        'Mul',
        [g.node('Pack', [lengthAt(g, x, 1), lengthAt(g, x, 2)], { N: { i: '2' }, axis: { i: '0' } }), g.integers(2, 2)],
        { T: type('DT_INT32') },
      );
      return g.node('ResizeNearestNeighbor', [x, pair], {
        ...f,
        align_corners: { b: false },
        half_pixel_centers: { b: true },
      });
    },
    flat: true,
  },
  'a resize by scaled lengths': {
    build: (g, x) => {
      const size = g.node(
        'StridedSlice',
        [g.node('Shape', [x], {}), g.integers(1), g.integers(3), g.integers(1)],
        slice({}),
      );
      const scaled = g.node(
        'Cast',
        [g.node('Mul', [g.node('Cast', [size], { SrcT: type('DT_INT32'), DstT: type() }), g.floats(1.5)], f)],
        { SrcT: type(), DstT: type('DT_INT32') },
      );
      return g.node('ResizeBilinear', [x, scaled], {
        ...f,
        align_corners: { b: false },
        half_pixel_centers: { b: false },
      });
    },
    flat: true,
  },
  'a dense layer on rows, as Keras writes it': {
    build: (g, x) => {
      const rows = g.node('Reshape', [x, g.integers(-1, 48, 4)], f);
      const shape = g.node('Shape', [rows], { out_type: type('DT_INT32') });
      const free = g.node('GatherV2', [shape, g.integers(0, 1), g.integer(0)], {});
      const flat = g.node(
        'Reshape',
        [
          rows,
          g.node('Pack', [g.node('Prod', [free, g.integers(0)], { keep_dims: { b: false } }), g.integer(4)], {
            N: { i: '2' },
            axis: { i: '0' },
          }),
        ],
        f,
      );
      const product = g.node('MatMul', [flat, g.weight([4, 3])], {
        transpose_a: { b: false },
        transpose_b: { b: false },
      });
      return g.node(
        'Reshape',
        [product, g.node('ConcatV2', [free, g.integers(3), g.integer(0)], { N: { i: '2' } })],
        f,
      );
    },
  },
  'attention between positions': {
    build: (g, x) => {
      const rows = g.node('Reshape', [x, g.integers(-1, 48, 4)], f);
      const weights = g.node(
        'Softmax',
        [g.node('BatchMatMulV2', [rows, rows], { adj_x: { b: false }, adj_y: { b: true } })],
        f,
      );
      return g.node('BatchMatMulV2', [weights, rows], { adj_x: { b: false }, adj_y: { b: false } });
    },
  },
};

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
      [parts.node('BiasAdd', [linear, parts.weight([4])], { ...f, data_format: text('NHWC') })],
      { alpha: { f: 0.3 } },
    );
    const { forward } = await executedWith(parts, apart, whole.artifacts([fused]).weightData as ArrayBuffer);
    const x = probe(DIMS, 3);
    const [got] = await ran(await whole.imported([fused]), [x]);
    assert.ok(difference(got, channelsFirst(valuesOf(forward(tf.tensor(x.data, DIMS))))) < 1e-4);
  });
});
