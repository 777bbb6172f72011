import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { difference } from '../graph/running';
import { GraphDef, ints, text, type } from './graph-def';
import { channelsFirst, probe, ran, valuesOf } from './tensorflow';
import { conv, fused, slice } from './graph-attributes';

const pool = { ...conv(2), ksize: ints(1, 3, 3, 1) };
const norm = { T: type(), U: type(), epsilon: { f: 0.001 }, data_format: text('NHWC'), is_training: { b: false } };
/** Each builds part of a network on the image [2, 7, 6, 5] and returns the name of its result. */
const cases: Readonly<Record<string, (g: GraphDef, x: string) => string>> = {
  _FusedConv2D: (g, x) =>
    g.node('_FusedConv2D', [x, g.weight([3, 3, 5, 4]), g.weight([4])], { ...conv(2), ...fused('BiasAdd', 'Relu6') }),
  '_FusedConv2D with Prelu': (g, x) =>
    g.node('_FusedConv2D', [x, g.weight([3, 3, 5, 4]), g.weight([4]), g.weight([1, 1, 4])], {
      ...conv(),
      ...fused('BiasAdd', 'Prelu'),
      num_args: { i: '2' },
    }),
  'Conv2D with explicit padding': (g, x) =>
    g.node(
      'Conv2D',
      [x, g.weight([3, 3, 5, 4])],
      conv(2, 'EXPLICIT', { explicit_paddings: ints(0, 0, 1, 0, 2, 1, 0, 0) }),
    ),
  DepthwiseConv2dNative: (g, x) => g.node('DepthwiseConv2dNative', [x, g.weight([3, 3, 5, 2])], conv()),
  FusedDepthwiseConv2dNative: (g, x) =>
    g.node('FusedDepthwiseConv2dNative', [x, g.weight([3, 3, 5, 1]), g.weight([5])], {
      ...conv(2),
      ...fused('BiasAdd', 'Relu'),
    }),
  Conv2DBackpropInput: (g, x) =>
    g.node('Conv2DBackpropInput', [g.integers(2, 14, 12, 3), g.weight([3, 3, 3, 5]), x], conv(2)),
  'BiasAdd, FusedBatchNormV3, Relu6': (g, x) => {
    const normal = g.node(
      'FusedBatchNormV3',
      [x, g.weight([5], true), g.weight([5]), g.weight([5]), g.weight([5], true)],
      norm,
    );
    return g.node('Relu6', [g.node('BiasAdd', [normal, g.weight([5])], { T: type(), data_format: text('NHWC') })], {
      T: type(),
    });
  },
  'MaxPool and AvgPool': (g, x) =>
    g.node('AddV2', [g.node('MaxPool', [x], pool), g.node('AvgPool', [x], pool)], { T: type() }),
  Pad: (g, x) => g.node('Pad', [x, g.pairs(0, 0, 1, 2, 0, 1, 0, 0)], { T: type() }),
  PadV2: (g, x) => g.node('PadV2', [x, g.pairs(0, 0, 1, 2, 0, 1, 0, 0), g.floats(-3)], { T: type() }),
  'MirrorPad reflecting': (g, x) =>
    g.node('MirrorPad', [x, g.pairs(0, 0, 2, 1, 1, 0, 0, 0)], { T: type(), mode: text('REFLECT') }),
  'MirrorPad symmetric': (g, x) =>
    g.node('MirrorPad', [x, g.pairs(0, 0, 2, 1, 1, 3, 0, 0)], { T: type(), mode: text('SYMMETRIC') }),
  ...Object.fromEntries(
    [
      [false, false],
      [true, false],
      [false, true],
    ].flatMap(([corners, centres]) =>
      ['ResizeBilinear', 'ResizeNearestNeighbor'].map((op) => [
        `${op}${corners ? ', corners' : ''}${centres ? ', centres' : ''}`,
        (g: GraphDef, x: string) =>
          g.node(op, [x, g.integers(11, 4)], {
            T: type(),
            align_corners: { b: corners },
            half_pixel_centers: { b: centres },
          }),
      ]),
    ),
  ),
  ConcatV2: (g, x) => g.node('ConcatV2', [x, g.node('Relu', [x]), g.integer(3)], { N: { i: '2' } }),
  'ConcatV2 over rows': (g, x) => g.node('ConcatV2', [x, x, g.integer(1)], { N: { i: '2' } }),
  StridedSlice: (g, x) =>
    g.node(
      'StridedSlice',
      [x, g.integers(0, 1, 0, 0), g.integers(0, 6, 0, 4), g.integers(1, 2, 1, 1)],
      slice({ begin: 0b0101, end: 0b0101 }),
    ),
  'StridedSlice that drops an axis': (g, x) =>
    g.node(
      'StridedSlice',
      [x, g.integers(0, 2, 0, 0), g.integers(0, 3, 0, 0), g.integers(1, 1, 1, 1)],
      slice({ begin: 0b1101, end: 0b1101, shrink_axis: 0b0010 }),
    ),
  Slice: (g, x) => g.node('Slice', [x, g.integers(0, 1, 2, 0), g.integers(-1, 4, -1, 3)], { T: type() }),
  Split: (g, x) =>
    g.node(
      'Mul',
      [
        `${g.node('Split', [g.integer(1), g.node('Pad', [x, g.pairs(0, 0, 1, 0, 0, 0, 0, 0)])], { num_split: { i: '2' } }, 'halves')}`,
        'halves:1',
      ],
      {},
    ),
  'Mean over the image, kept, and Squeeze': (g, x) =>
    g.node('Squeeze', [g.node('Mean', [x, g.integers(1, 2)], { keep_dims: { b: true } })], {
      squeeze_dims: ints(1, 2),
    }),
  'Mean over rows': (g, x) => g.node('Mean', [x, g.integers(1)], { keep_dims: { b: false } }),
  'Sum over channels': (g, x) => g.node('Sum', [x, g.integers(3)], { keep_dims: { b: false } }),
  Transpose: (g, x) => g.node('Transpose', [x, g.integers(0, 2, 3, 1)], { T: type() }),
  'Reshape by the shape itself': (g, x) => {
    const batch = g.node(
      'StridedSlice',
      [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.integers(0), g.integers(1), g.integers(1)],
      slice({ shrink_axis: 1 }),
    );
    const moved = g.node('_FusedConv2D', [x, g.weight([1, 1, 5, 4]), g.weight([4])], {
      ...conv(),
      ...fused('BiasAdd'),
    });
    return g.node(
      'Reshape',
      [moved, g.node('Pack', [batch, g.integer(-1), g.integer(2)], { N: { i: '3' }, axis: { i: '0' } })],
      {},
    );
  },
  ExpandDims: (g, x) =>
    g.node('Squeeze', [g.node('ExpandDims', [g.node('Relu', [x]), g.integer(1)], {})], { squeeze_dims: ints(1) }),
  '_FusedMatMul and Softmax': (g, x) => {
    const flat = g.node('Reshape', [x, g.integers(-1, 210)], {});
    return g.node('Softmax', [
      g.node('_FusedMatMul', [flat, g.weight([210, 6]), g.weight([6])], {
        transpose_a: { b: false },
        transpose_b: { b: false },
        ...fused('BiasAdd'),
      }),
    ]);
  },
  'MatMul turned': (g, x) =>
    g.node('MatMul', [g.node('Mean', [x, g.integers(1, 2)], { keep_dims: { b: false } }), g.weight([6, 5])], {
      transpose_a: { b: false },
      transpose_b: { b: true },
    }),
  'arithmetic with stored numbers': (g, x) => {
    const scaled = g.node('RealDiv', [g.node('Sub', [x, g.weight([5])], {}), g.floats(127.5)], {});
    return g.node('Maximum', [g.node('Mul', [scaled, g.weight([7, 1, 1])], {}), g.node('Neg', [x], {})], {});
  },
  'functions of one number': (g, x) =>
    ['Sigmoid', 'Tanh', 'Elu', 'Softplus', 'Exp', 'Abs', 'Square', 'Selu']
      .map((op) => g.node(op, [x], { T: type() }))
      .reduce((a, b) => g.node('Add', [a, b], {})),
  'LeakyRelu, Rsqrt, ClipByValue': (g, x) => {
    const leaky = g.node('LeakyRelu', [x], { alpha: { f: 0.1 } });
    const root = g.node('Rsqrt', [g.node('AddV2', [g.node('Square', [x], {}), g.floats(0.5)], {})], {});
    return g.node('ClipByValue', [g.node('AddV2', [leaky, root], {}), g.floats(0.2), g.floats(1.1)], {});
  },
};

describe('GraphModel operators against TensorFlow.js', () => {
  for (const [name, build] of Object.entries(cases)) {
    it(name, async () => {
      const g = new GraphDef();
      const output = build(g, g.image([-1, 7, 6, 5]));
      const x = probe([2, 7, 6, 5], 3);
      const model = await tf.loadGraphModel(tf.io.fromMemory(g.artifacts([output])));
      const expected = valuesOf(model.execute({ image: tf.tensor(x.data, [2, 7, 6, 5]) }, output) as tf.Tensor);
      const [got] = await ran(await g.imported([output]), [x]);
      const wanted = got.dims.join() === expected.dims.join() ? expected : channelsFirst(expected);
      assert.ok(
        difference(got, wanted) < 1e-4,
        `difference ${difference(got, wanted)}, [${got.dims}] for [${expected.dims}]`,
      );
    });
  }
});
