import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { difference } from '../graph/running';
import { channelsFirst, fill, gradientOf, imported, probe, ran, valuesOf } from './tensorflow';

interface LayerCase {
  readonly name: string;
  readonly input: readonly number[];
  readonly layer: () => tf.layers.Layer;
  /** Also compare the gradient with tf.grad. */
  readonly gradient?: boolean;
  /** What the layer should give, where TensorFlow.js' own kernel is known to be wrong. */
  readonly expected?: (x: tf.Tensor, weights: tf.Tensor[]) => tf.Tensor;
}

const IMAGE = [7, 6, 5];
/** TensorFlow.js differentiates the resampling of square images only. */
const SQUARE = [5, 5, 3];
const SIGNAL = [11, 4];
const repeats = (length: number, times: number): tf.Tensor1D =>
  tf.tensor1d(
    Array.from({ length: length * times }, (_, k) => Math.floor(k / times)),
    'int32',
  );
const of = (name: string, input: readonly number[], layer: LayerCase['layer'], gradient = false): LayerCase => ({
  name,
  input,
  layer,
  gradient,
});
const { layers } = tf;

const cases: readonly LayerCase[] = [
  of('Conv2D', IMAGE, () => layers.conv2d({ filters: 4, kernelSize: [3, 2], activation: 'relu' }), true),
  of(
    'Conv2D same, stride 2',
    IMAGE,
    () => layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    true,
  ),
  of('Conv2D same, stride 2, even kernel', [8, 8, 3], () =>
    layers.conv2d({ filters: 2, kernelSize: 4, strides: 2, padding: 'same', useBias: false }),
  ),
  of('Conv2D dilated', IMAGE, () =>
    layers.conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same', activation: 'tanh' }),
  ),
  of('Conv1D', SIGNAL, () => layers.conv1d({ filters: 5, kernelSize: 3, strides: 2, padding: 'same' }), true),
  {
    ...of('Conv1D causal', SIGNAL, () =>
      layers.conv1d({ filters: 5, kernelSize: 3, padding: 'causal', dilationRate: 2 }),
    ),
    expected: (x, [kernel, bias]) =>
      tf.add(
        tf.conv1d(
          tf.pad(x, [
            [0, 0],
            [4, 0],
            [0, 0],
          ]) as tf.Tensor3D,
          kernel as tf.Tensor3D,
          1,
          'valid',
          'NWC',
          2,
        ),
        bias,
      ),
  },
  of(
    'Conv2DTranspose same',
    IMAGE,
    () => layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    true,
  ),
  of('Conv2DTranspose valid', IMAGE, () =>
    layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'valid' }),
  ),
  of('Conv2DTranspose, stride beyond the kernel', IMAGE, () =>
    layers.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 3, padding: 'same' }),
  ),
  of(
    'SeparableConv2D',
    IMAGE,
    () => layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
    true,
  ),
  of(
    'DepthwiseConv2D',
    IMAGE,
    () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' }),
    true,
  ),
  of('MaxPooling2D same', IMAGE, () => layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }), true),
  of('MaxPooling2D valid', IMAGE, () => layers.maxPooling2d({ poolSize: [2, 3] })),
  of('AveragePooling2D same', IMAGE, () => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  of('AveragePooling2D valid', IMAGE, () => layers.averagePooling2d({ poolSize: 3, strides: 2 }), true),
  of('MaxPooling1D', SIGNAL, () => layers.maxPooling1d({ poolSize: 2 })),
  of('AveragePooling1D', SIGNAL, () => layers.averagePooling1d({ poolSize: 3, strides: 2, padding: 'same' })),
  of('GlobalAveragePooling2D', IMAGE, () => layers.globalAveragePooling2d({}), true),
  of('GlobalMaxPooling2D', IMAGE, () => layers.globalMaxPooling2d({})),
  of('GlobalAveragePooling1D', SIGNAL, () => layers.globalAveragePooling1d({})),
  of('GlobalMaxPooling1D', SIGNAL, () => layers.globalMaxPooling1d({})),
  of('BatchNormalization', IMAGE, () => layers.batchNormalization({ epsilon: 0.01 }), true),
  of('BatchNormalization without scale and offset', IMAGE, () =>
    layers.batchNormalization({ scale: false, center: false }),
  ),
  {
    ...of('BatchNormalization over rows', IMAGE, () => layers.batchNormalization({ axis: 1 })),
    expected: (x, [gamma, beta, mean, variance]) => {
      const rows = (t: tf.Tensor): tf.Tensor => tf.reshape(t, [1, 7, 1, 1]);
      return tf.add(
        tf.mul(tf.div(tf.sub(x, rows(mean)), tf.sqrt(tf.add(rows(variance), 1e-3))), rows(gamma)),
        rows(beta),
      );
    },
  },
  of('BatchNormalization of features', [9], () => layers.batchNormalization()),
  of('LayerNormalization', IMAGE, () => layers.layerNormalization({}), true),
  of('LayerNormalization of features', [9], () => layers.layerNormalization({ epsilon: 1e-5 })),
  of('Dense', [9], () => layers.dense({ units: 4, activation: 'softmax' }), true),
  of('Dense on an image', IMAGE, () => layers.dense({ units: 4, activation: 'sigmoid' }), true),
  of('Dropout', IMAGE, () => layers.dropout({ rate: 0.4 })),
  of('SpatialDropout1D', SIGNAL, () => layers.spatialDropout1d({ rate: 0.4 })),
  of('GaussianNoise', IMAGE, () => layers.gaussianNoise({ stddev: 1 })),
  of('Flatten', IMAGE, () => layers.flatten(), true),
  of('Reshape', IMAGE, () => layers.reshape({ targetShape: [3, -1] }), true),
  of('Permute', IMAGE, () => layers.permute({ dims: [3, 1, 2] }), true),
  of('RepeatVector', [5], () => layers.repeatVector({ n: 3 })),
  of('Rescaling', IMAGE, () => layers.rescaling({ scale: 1 / 127.5, offset: -1 }), true),
  of(
    'ZeroPadding2D',
    IMAGE,
    () =>
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    true,
  ),
  of(
    'Cropping2D',
    IMAGE,
    () =>
      layers.cropping2D({
        cropping: [
          [1, 2],
          [0, 3],
        ],
      }),
    true,
  ),
  {
    ...of('UpSampling2D nearest', IMAGE, () => layers.upSampling2d({ size: [2, 3] }), true),
    expected: (x) => tf.gather(tf.gather(x, repeats(7, 2), 1), repeats(6, 3), 2),
  },
  of('UpSampling2D bilinear', SQUARE, () => layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' }), true),
  of('ReLU', IMAGE, () => layers.reLU({ maxValue: 0.5 }), true),
  of('LeakyReLU', IMAGE, () => layers.leakyReLU({ alpha: 0.1 }), true),
  of('PReLU', IMAGE, () => layers.prelu({}), true),
  of('PReLU shared', IMAGE, () => layers.prelu({ sharedAxes: [1, 2] })),
  of('ELU', IMAGE, () => layers.elu({ alpha: 1 }), true),
  of('ThresholdedReLU', IMAGE, () => layers.thresholdedReLU({ theta: 0.2 })),
  of('Softmax', IMAGE, () => layers.softmax({ axis: -1 }), true),
  ...(
    [
      'relu',
      'relu6',
      'sigmoid',
      'tanh',
      'softmax',
      'elu',
      'selu',
      'softplus',
      'softsign',
      'swish',
      'hardSigmoid',
      'mish',
      'gelu',
      'gelu_new',
      'linear',
      'logSoftmax',
    ] as const
  ).map((name) => of(`Activation ${name}`, IMAGE, () => layers.activation({ activation: name as 'relu' }))),
];

/** The graph holds what has spatial axes channels first; the dense layers' results have none. */
const laidOut = (tensor: ReturnType<typeof valuesOf>, dims: readonly number[]) =>
  tensor.dims.join() === dims.join() ? tensor : channelsFirst(tensor);

async function check({ input, layer, gradient, expected: stated }: LayerCase): Promise<void> {
  const model = tf.sequential({
    layers: [layers.inputLayer({ inputShape: [...input] }), layers.activation({ activation: 'linear' }), layer()],
  });
  fill(model);
  const graph = await imported(model);
  const x = probe([2, ...input], 3);
  const feed = input.length === 2 ? channelsFirst(x) : x;
  const [output] = await ran(graph, [feed]);
  const reference = (t: tf.Tensor): tf.Tensor => stated?.(t, model.getWeights()) ?? (model.predict(t) as tf.Tensor);
  const expected = valuesOf(reference(tf.tensor(x.data, [...x.dims])));
  assert.ok(
    difference(output, laidOut(expected, output.dims)) < 1e-4,
    `difference ${difference(output, laidOut(expected, output.dims))}`,
  );
  if (!gradient) return;
  const seed = probe(expected.dims, 7);
  const slope = valuesOf(
    tf.grad((t) => tf.sum(tf.mul(reference(t), tf.tensor(seed.data, [...seed.dims]))))(tf.tensor(x.data, [...x.dims])),
  );
  const got = await gradientOf(graph, feed, laidOut(seed, output.dims));
  const wanted = input.length === 2 ? channelsFirst(slope) : slope;
  assert.ok(difference(got, wanted) < 1e-3, `gradient difference ${difference(got, wanted)}`);
}

describe('Keras layers against TensorFlow.js', () => {
  for (const each of cases) it(`${each.name}${each.gradient ? ', with its gradient' : ''}`, () => check(each));
});
