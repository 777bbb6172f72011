import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, ints, type Model } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { floats, type ElementType } from '../../../src/engine/tensor/tensor';

const SIZE = 160;
const [MEANS, STDS] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];
const CAFFE = [103.939, 116.779, 123.68];

type Front = (b: GraphBuilder, x: string) => string;
interface Options {
  readonly type?: ElementType;
  readonly shape?: readonly (number | string)[];
  readonly channels?: number;
  /** The front gives [N, H, W, C], which is turned before the convolution. */
  readonly last?: boolean;
}

/** A convolution behind some arithmetic on its input. */
export function network(front: Front, { type = 'float32', last = false, channels = 3, shape }: Options = {}): Model {
  const b = new GraphBuilder(emptyModel());
  const own = last ? [SIZE, SIZE, channels] : [channels, SIZE, SIZE];
  b.input('image', type, ['N', ...(shape ?? own)]);
  const made = front(b, 'image');
  const turned = last ? b.op('Transpose', [made], { perm: ints([0, 3, 1, 2]) }) : made;
  const weight = b.constant(floats([2, channels, 3, 3], new Float32Array(18 * channels).fill(0.1)), 'weight');
  b.output(b.op('Conv', [turned, weight]), 'out');
  return prepareWithoutRunning(b.build());
}

/** One number per channel, along axis 1 or the last. */
const vector = (b: GraphBuilder, values: readonly number[], last = false): string =>
  b.constant(floats(last ? [values.length] : [1, values.length, 1, 1], values));

interface Case {
  readonly name: string;
  readonly front: Front;
  readonly options?: Options;
  /** What black and white must become, for red, green and blue or grey. */
  readonly levels: readonly [black: number | readonly number[], white: number | readonly number[]];
  readonly color?: 'rgb' | 'bgr';
}

const imagenetLevels = [MEANS.map((m, c) => -m / STDS[c]), MEANS.map((m, c) => (1 - m) / STDS[c])] as const;
const quantised =
  (scale: number, zero: number, type: 'uint8' | 'int8' = 'uint8'): Front =>
  (b, x) => {
    const data = type === 'int8' ? Int8Array.of(zero) : Uint8Array.of(zero);
    const parts = [b.scalar(scale), b.constant({ type, dims: [], data })];
    return b.op('DequantizeLinear', [b.op('QuantizeLinear', [x, ...parts]), ...parts]);
  };
const normalised = (
  b: GraphBuilder,
  x: string,
  means: readonly number[],
  stds: readonly number[],
  last = false,
): string => b.op('Div', [b.op('Sub', [x, vector(b, means, last)]), vector(b, stds, last)]);

export const cases: readonly Case[] = [
  { name: 'nothing in front, of ImageNet’s size', front: (_, x) => x, levels: imagenetLevels },
  {
    name: 'ImageNet’s means and deviations inside',
    front: (b, x) => normalised(b, x, MEANS, STDS),
    levels: [0, 1],
    color: 'rgb',
  },
  {
    name: 'the same of numbers to 255',
    front: (b, x) =>
      normalised(
        b,
        x,
        MEANS.map((m) => 255 * m),
        STDS.map((s) => 255 * s),
      ),
    levels: [0, 255],
    color: 'rgb',
  },
  { name: 'a division by 255', front: (b, x) => b.op('Div', [x, b.scalar(255)]), levels: [0, 255] },
  { name: 'a factor 1/255', front: (b, x) => b.op('Mul', [x, b.scalar(1 / 255)]), levels: [0, 255] },
  {
    name: 'a factor 1/255, then means and deviations, channels last',
    front: (b, x) => normalised(b, b.op('Mul', [x, b.scalar(1 / 255)]), MEANS, STDS, true),
    options: { last: true },
    levels: [0, 255],
    color: 'rgb',
  },
  {
    name: 'x / 127.5 − 1',
    front: (b, x) => b.op('Sub', [b.op('Div', [x, b.scalar(127.5)]), b.scalar(1)]),
    levels: [0, 255],
  },
  {
    name: '(x − 127.5) / 127.5',
    front: (b, x) => normalised(b, x, [127.5, 127.5, 127.5], [127.5, 127.5, 127.5]),
    levels: [0, 255],
  },
  {
    name: 'from −1 to 1 back to 0 to 1, then means and deviations',
    front: (b, x) => normalised(b, b.op('Div', [b.op('Add', [x, b.scalar(1)]), b.scalar(2)]), MEANS, STDS),
    levels: [-1, 1],
  },
  { name: '2x − 1', front: (b, x) => b.op('Sub', [b.op('Mul', [x, b.scalar(2)]), b.scalar(1)]), levels: [0, 1] },
  { name: '255x', front: (b, x) => b.op('Mul', [x, b.scalar(255)]), levels: [0, 1] },
  {
    name: 'x / 2 + 1/2',
    front: (b, x) => b.op('Add', [b.op('Mul', [x, b.scalar(0.5)]), b.scalar(0.5)]),
    levels: [-1, 1],
  },
  { name: '1 − x', front: (b, x) => b.op('Sub', [b.scalar(1), x]), levels: [0, 1] },
  { name: 'only means of 0 to 1', front: (b, x) => b.op('Sub', [x, vector(b, MEANS)]), levels: [0, 1], color: 'rgb' },
  {
    name: 'Caffe’s means, channels as they are',
    front: (b, x) => b.op('Sub', [x, vector(b, CAFFE)]),
    levels: [0, 255],
    color: 'bgr',
  },
  {
    name: 'Caffe’s means after the channels were reversed',
    front: (b, x) => {
      const reversed = b.op('Slice', [x, b.integers(-1), b.integers(-1000), b.integers(3), b.integers(-1)]);
      return b.op('Sub', [reversed, vector(b, CAFFE, true)]);
    },
    options: { last: true },
    levels: [0, 255],
    color: 'rgb',
  },
  {
    name: 'channels reversed by Gather',
    front: (b, x) =>
      b.op('Add', [
        b.op('Gather', [x, b.integers(2, 1, 0)], { axis: int(1) }),
        vector(
          b,
          CAFFE.map((m) => -m),
        ),
      ]),
    levels: [0, 255],
    color: 'rgb',
  },
  {
    name: 'channels reversed by Split and Concat',
    front: (b, x) => {
      const parts = b.ops('Split', [x, b.integers(1, 1, 1)], { axis: int(1) }, 3);
      return b.op('Sub', [b.op('Concat', [...parts].reverse(), { axis: int(1) }), vector(b, CAFFE)]);
    },
    levels: [0, 255],
    color: 'rgb',
  },
  {
    name: 'torchvision’s transform_input',
    front: (b, x) => {
      const parts = [0, 1, 2].map((c) => {
        const channel = b.op('Unsqueeze', [
          b.op('Gather', [x, b.constant({ type: 'int64', dims: [], data: BigInt64Array.of(BigInt(c)) })], {
            axis: int(1),
          }),
          b.integers(1),
        ]);
        return b.op('Add', [b.op('Mul', [channel, b.scalar(STDS[c] / 0.5)]), b.scalar((MEANS[c] - 0.5) / 0.5)]);
      });
      return b.op('Concat', parts, { axis: int(1) });
    },
    levels: imagenetLevels,
  },
  { name: 'bytes', front: (b, x) => b.op('Cast', [x], { to: int(1) }), options: { type: 'uint8' }, levels: [0, 255] },
  {
    name: 'bytes that are normalised',
    front: (b, x) => normalised(b, b.op('Div', [b.op('Cast', [x], { to: int(1) }), b.scalar(255)]), MEANS, STDS),
    options: { type: 'uint8' },
    levels: [0, 255],
  },
  {
    name: 'a Cast and a Transpose before the arithmetic',
    front: (b, x) =>
      normalised(b, b.op('Transpose', [b.op('Cast', [x], { to: int(1) })], { perm: ints([0, 3, 1, 2]) }), MEANS, STDS),
    options: { shape: [SIZE, SIZE, 3] },
    levels: [0, 1],
    color: 'rgb',
  },
  {
    name: 'padding and resizing before it',
    front: (b, x) => b.op('Div', [b.op('Pad', [x, b.integers(0, 0, 1, 1, 0, 0, 1, 1)]), b.scalar(255)]),
    levels: [0, 255],
  },
  {
    name: 'a first BatchNormalization of numbers to 255',
    front: (b, x) => batchNormalised(b, x, [120, 115, 105], [70, 69, 72]),
    levels: [0, 255],
  },
  {
    name: 'one of numbers from 0 to 1',
    front: (b, x) => batchNormalised(b, x, [0.47, 0.45, 0.41], [0.27, 0.26, 0.28]),
    levels: [0, 1],
  },
  {
    name: 'one of standardised numbers',
    front: (b, x) => batchNormalised(b, x, [0.01, -0.05, 0.02], [1.1, 0.98, 1.02]),
    levels: imagenetLevels,
  },
  { name: 'bounds of 0 and 255', front: (b, x) => b.op('Clip', [x, b.scalar(0), b.scalar(255)]), levels: [0, 255] },
  { name: 'bounds of 0 and 1', front: (b, x) => b.op('Clip', [x, b.scalar(0), b.scalar(1)]), levels: [0, 1] },
  { name: 'a quantiser of 0 to 1', front: quantised(1 / 255, 0), levels: [0, 1] },
  { name: 'a quantiser of −1 to 1', front: quantised(2 / 255, 128), levels: [-1, 1] },
  { name: 'a signed quantiser of 0 to 255', front: quantised(1, -128, 'int8'), levels: [0, 255] },
  { name: 'a quantiser of −2 to 2', front: quantised(4 / 255, 128), levels: imagenetLevels },
  { name: 'a quantiser of ImageNet’s numbers', front: quantised(0.0186, 114), levels: imagenetLevels },
  {
    name: 'a depthwise convolution that normalises',
    front: (b, x) =>
      b.op(
        'Conv',
        [x, b.constant(floats([3, 1, 1, 1], [1 / 58, 1 / 57, 1 / 57.4])), b.constant(floats([3], [-2.1, -2.04, -1.8]))],
        { group: int(3) },
      ),
    levels: [0, 255],
  },
  {
    name: 'grey, MNIST’s numbers',
    front: (b, x) => b.op('Div', [b.op('Sub', [x, b.scalar(0.1307)]), b.scalar(0.3081)]),
    options: { channels: 1 },
    levels: [0, 1],
  },
  {
    name: 'grey, MNIST’s numbers to 255',
    front: (b, x) => b.op('Div', [b.op('Sub', [x, b.scalar(33.3)]), b.scalar(78.6)]),
    options: { channels: 1 },
    levels: [0, 255],
  },
  { name: 'grey, nothing in front', front: (_, x) => x, options: { channels: 1 }, levels: [0, 1] },
  { name: 'an image that is the mean of the data', front: (b, x) => b.op('Sub', [x, meanImage(b)]), levels: [0, 255] },
];

function batchNormalised(b: GraphBuilder, x: string, means: readonly number[], stds: readonly number[]): string {
  const lists = [[0.7, 1.3, 2], [0.5, -0.5, 0.1], means, stds.map((s) => s * s)];
  return b.op('BatchNormalization', [x, ...lists.map((values) => b.constant(floats([3], values)))], {
    epsilon: float(1e-5),
  });
}

const meanImage = (b: GraphBuilder): string =>
  b.constant(
    floats(
      [3, SIZE, SIZE],
      Float32Array.from({ length: 3 * SIZE * SIZE }, (_, i) => 90 + 60 * Math.sin(i)),
    ),
  );
