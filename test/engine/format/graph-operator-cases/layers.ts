import { ints, text, type } from '../graph-def';
import { conv, dilated, real, fusedWith, type Case } from './case';

/** Convolutions, poolings, normalisations and attention. */
export const layers: Readonly<Record<string, Case>> = {
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
      g.node('LRN', [x], { ...real, depth_radius: { i: '1' }, bias: { f: 1.2 }, alpha: { f: 0.4 }, beta: { f: 0.6 } }),
  },
  'FusedBatchNormV3 without scale of its own': {
    build: (g, x) =>
      g.node('FusedBatchNormV3', [x, g.weight([4], true), g.weight([4]), g.weight([4]), g.weight([4], true)], {
        ...real,
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
              ...real,
              data_format: text('NHWC'),
            }),
          ],
          real,
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
      const volume = g.node('ExpandDims', [x, g.integer(4)], real);
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
      const volume = g.node('ExpandDims', [x, g.integer(4)], real);
      const pool = conv({ data_format: text('NDHWC'), ksize: ints(1, 2, 2, 2, 1), strides: ints(1, 2, 2, 2, 1) });
      return g.node('AddV2', [g.node('MaxPool3D', [volume], pool), g.node('AvgPool3D', [volume], pool)], real);
    },
  },
  'a dense layer on rows, as Keras writes it': {
    build: (g, x) => {
      const rows = g.node('Reshape', [x, g.integers(-1, 48, 4)], real);
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
        real,
      );
      const product = g.node('MatMul', [flat, g.weight([4, 3])], {
        transpose_a: { b: false },
        transpose_b: { b: false },
      });
      return g.node(
        'Reshape',
        [product, g.node('ConcatV2', [free, g.integers(3), g.integer(0)], { N: { i: '2' } })],
        real,
      );
    },
  },
  'attention between positions': {
    build: (g, x) => {
      const rows = g.node('Reshape', [x, g.integers(-1, 48, 4)], real);
      const weights = g.node(
        'Softmax',
        [g.node('BatchMatMulV2', [rows, rows], { adj_x: { b: false }, adj_y: { b: true } })],
        real,
      );
      return g.node('BatchMatMulV2', [weights, rows], { adj_x: { b: false }, adj_y: { b: false } });
    },
  },
};
