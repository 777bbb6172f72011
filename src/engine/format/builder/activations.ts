import { LensError } from '../../../protocol/error';
import { float, int, text } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import { placeOf, type Feature } from './feature';

type Activation = (builder: NetworkBuilder, x: Feature) => Feature;

const one =
  (op: string, attributes: Parameters<NetworkBuilder['mapped']>[3] = {}): Activation =>
  (builder, x) =>
    builder.mapped(x, op, [], attributes);

/** Values held between two bounds. */
export const clipped = (builder: NetworkBuilder, x: Feature, low: number, high: number): Feature =>
  builder.mapped(x, 'Clip', [builder.scalar(low), builder.scalar(high)]);

/** Softmax (or its logarithm) along an axis of the network's shape. */
export const softmax = (builder: NetworkBuilder, x: Feature, axis = -1, op = 'Softmax'): Feature =>
  builder.mapped(x, op, [], { axis: int(placeOf(x, axis)) });

/** x · sigmoid(β x). */
const swish: Activation = (builder, x) => builder.mapped(x, 'Mul', [builder.op('Sigmoid', [x.tensor])]);

/** clip(slope · x + ½, 0, 1): older Keras takes 0.2 for the slope, Keras 3 one sixth. */
export const hardSigmoid = (slope: number): Activation => one('HardSigmoid', { alpha: float(slope), beta: float(0.5) });

const elu = (alpha: number): Activation => one('Elu', { alpha: float(alpha) });

/** x − tanh x. */
const tanhShrink: Activation = (builder, x) => builder.mapped(x, 'Sub', [builder.op('Tanh', [x.tensor])]);

/** −softplus(−x), the logarithm of the sigmoid. */
const logSigmoid: Activation = (builder, x) =>
  builder.mapped(builder.mapped(builder.mapped(x, 'Neg'), 'Softplus'), 'Neg');

/** (x + √(x² + 4)) / 2. */
function squareplus(builder: NetworkBuilder, x: Feature): Feature {
  const square = builder.mapped(x, 'Mul', [x.tensor]);
  const root = builder.mapped(builder.mapped(square, 'Add', [builder.scalar(4)]), 'Sqrt');
  return builder.mapped(builder.mapped(root, 'Add', [x.tensor]), 'Mul', [builder.scalar(0.5)]);
}

/** Every activation that a layer can name. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  relu: one('Relu'),
  relu6: (builder, x) => clipped(builder, x, 0, 6),
  sigmoid: one('Sigmoid'),
  tanh: one('Tanh'),
  softmax: (builder, x) => softmax(builder, x),
  log_softmax: (builder, x) => softmax(builder, x, -1, 'LogSoftmax'),
  elu: elu(1),
  selu: one('Selu'),
  softplus: one('Softplus'),
  softsign: one('Softsign'),
  swish,
  silu: swish,
  hard_sigmoid: hardSigmoid(0.2),
  hard_swish: one('HardSwish'),
  hard_silu: one('HardSwish'),
  gelu: one('Gelu'),
  gelu_new: one('Gelu', { approximate: text('tanh') }),
  mish: one('Mish'),
  leaky_relu: one('LeakyRelu', { alpha: float(0.2) }),
  exponential: one('Exp'),
  celu: one('Celu'),
  hard_tanh: (builder, x) => clipped(builder, x, -1, 1),
  log_sigmoid: logSigmoid,
  tanh_shrink: tanhShrink,
  squareplus,
};

/** `hardSigmoid` and `HardSigmoid` are `hard_sigmoid`. */
const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** A feature after an activation. @throws LensError `unsupported-model` when nobody knows the name */
export function activated(builder: NetworkBuilder, x: Feature, name: string, where: string): Feature {
  const activation = Object.hasOwn(ACTIVATIONS, snake(name)) ? ACTIVATIONS[snake(name)] : undefined;
  if (activation) return activation(builder, x);
  throw new LensError({
    code: 'unsupported-model',
    what: `the activation ${name} is not supported`,
    where,
    next: `Use one of ${Object.keys(ACTIVATIONS).join(', ')}, or export the model to ONNX with tf2onnx`,
  });
}

/**
 * Keras' ReLU with all its parameters: x between the threshold and the maximum, slope · (x − threshold) below, the
 * maximum above.
 */
export function parametricRelu(
  builder: NetworkBuilder,
  x: Feature,
  options: { maximum: number | null; slope: number; threshold: number },
): Feature {
  const { maximum, slope, threshold } = options;
  if (threshold === 0 && slope === 0)
    return maximum === null ? builder.mapped(x, 'Relu') : clipped(builder, x, 0, maximum);
  if (threshold === 0) {
    const leaky = builder.mapped(x, 'LeakyRelu', [], { alpha: float(slope) });
    return maximum === null ? leaky : builder.mapped(leaky, 'Min', [builder.store(floats([], [maximum]), 'maximum')]);
  }
  const bounded = maximum === null ? x : builder.mapped(x, 'Min', [builder.scalar(maximum)]);
  const below = builder.op('Mul', [builder.op('Sub', [x.tensor, builder.scalar(threshold)]), builder.scalar(slope)]);
  const reaches = builder.op('GreaterOrEqual', [x.tensor, builder.scalar(threshold)]);
  return { tensor: builder.op('Where', [reaches, bounded.tensor, below]), shape: x.shape, moved: x.moved };
}
