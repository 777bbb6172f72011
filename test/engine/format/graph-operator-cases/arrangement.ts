import { slice } from '../graph-attributes';
import { ints, type } from '../graph-def';
import { real, lengthAt, node, strided, toFloat, type Case } from './case';

/** Operators that move, take, repeat, reduce and resample. */
export const arrangement: Readonly<Record<string, Case>> = {
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
      return g.node('Sub', ['rows:7', 'rows:1'], real);
    },
  },
  SplitV: {
    build: (g, x) => {
      g.node('SplitV', [x, g.integers(1, 3), g.integer(3)], { num_split: { i: '2' } }, 'parts');
      return g.node('Mul', ['parts', 'parts:1'], real);
    },
  },
  'Tile of channels and rows': { build: node('Tile', (g) => g.integers(1, 2, 1, 3)) },
  'GatherV2 of channels': {
    build: (g, x) => g.node('GatherV2', [x, g.integers(3, 0, 3), g.integer(3)], { batch_dims: { i: '0' } }),
  },
  GatherNd: {
    build: (g, x) =>
      g.node('GatherNd', [g.node('Transpose', [x, g.integers(1, 2, 0, 3)], real), g.pairs(0, 1, 7, 5, 3, 3)], real),
    flat: true,
  },
  ReverseV2: { build: node('ReverseV2', (g) => g.integers(1, 3)) },
  'Cumsum from behind': {
    build: (g, x) => g.node('Cumsum', [x, g.integer(3)], { exclusive: { b: true }, reverse: { b: true } }),
  },
  ExpandDims: { build: (g, x) => g.node('ExpandDims', [x, g.integer(-1)], real) },
  'Squeeze of one axis of an image': {
    build: (g, x) =>
      g.node('Squeeze', [g.node('Slice', [x, g.integers(0, 0, 2, 0), g.integers(-1, -1, 1, -1)], real)], {
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
        real,
      ),
  },
  'Mean of channels, kept': {
    build: (g, x) => g.node('Sub', [x, g.node('Mean', [x, g.integers(-1)], { keep_dims: { b: true } })], real),
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
      return g.node('AddV2', ['best', toFloat(g, 'best:1')], real);
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
      const filled = g.node('Fill', [g.node('Shape', [x], { out_type: type('DT_INT32') }), g.floats(0.25)], real);
      return g.node(
        'AddN',
        [g.node('Mul', [x, ramp], real), filled, g.node('ZerosLike', [x], real), g.node('OnesLike', [x], real)],
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
        real,
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
        ...real,
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
        [g.node('Mul', [g.node('Cast', [size], { SrcT: type('DT_INT32'), DstT: type() }), g.floats(1.5)], real)],
        { SrcT: type(), DstT: type('DT_INT32') },
      );
      return g.node('ResizeBilinear', [x, scaled], {
        ...real,
        align_corners: { b: false },
        half_pixel_centers: { b: false },
      });
    },
    flat: true,
  },
};
