import { activated, hardSigmoid } from '../../builder/activations';
import { float } from '../../../graph/model';
import type { Feature } from '../../builder/feature';
import { combined } from '../../builder/joining';
import { floats } from '../../../tensor/tensor';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';
import { parameter } from './parameters';

/** TensorFlow functions that Keras 2 wrapped as layers, by the end of their names. */
const BINARY: Readonly<Record<string, string>> = {
  add: 'Add',
  subtract: 'Sub',
  sub: 'Sub',
  multiply: 'Mul',
  mul: 'Mul',
  truediv: 'Div',
  divide: 'Div',
  maximum: 'Max',
  minimum: 'Min',
};
const UNARY = new Set([
  'relu',
  'relu6',
  'silu',
  'swish',
  'sigmoid',
  'tanh',
  'softmax',
  'gelu',
  'elu',
  'selu',
  'softplus',
  'leaky_relu',
]);

function operand(call: LayerCall, name: string): Feature | undefined {
  const value = call.named[name];
  return typeof value === 'number' ? call.builder.constant(floats([], [value]), name) : (value as Feature | undefined);
}

const wrapped: LayerConverter = {
  classes: ['TFOpLambda', 'TensorFlowOpLayer'],
  build(call) {
    const full = call.settings.text('function', '');
    const name = full.split('.').at(-1) ?? '';
    const [x] = call.inputs;
    // Everything here is computed in single precision.
    if (name === 'cast') return x;
    if (UNARY.has(name)) return activated(call.builder, x, name, call.where);
    const y = call.inputs[1] ?? operand(call, 'y');
    if (Object.hasOwn(BINARY, name) && y) return combined(call.builder, BINARY[name], x, y);
    throw unsupported(call, `the TensorFlow function ${full} is not supported`);
  },
};

/** Activations that stand among the layers of Keras 3 by their own class. */
const simple: readonly LayerConverter[] = [
  'Relu',
  'Relu6',
  'Silu',
  'Sigmoid',
  'Tanh',
  'HardSwish',
  'HardSilu',
  'HardTanh',
  'LogSigmoid',
  'Selu',
  'Softplus',
  'Softsign',
  'TanhShrink',
  'Squareplus',
].map((name) => ({
  classes: [name],
  build: (call) => activated(call.builder, call.inputs[0], name, call.where),
}));

const number = (call: LayerCall, name: string, otherwise: number): number => Number(parameter(call, name) ?? otherwise);
const sloped = (call: LayerCall, op: string, alpha: number): Feature =>
  call.builder.mapped(call.inputs[0], op, [], { alpha: float(alpha) });

/** Activations with a parameter; the defaults are those of `keras.ops`, not those of the layers. */
const parametric: readonly LayerConverter[] = [
  {
    classes: ['Gelu'],
    build: (call) => activated(call.builder, call.inputs[0], approximate(call) ? 'gelu_new' : 'gelu', call.where),
  },
  { classes: ['LeakyRelu'], build: (call) => sloped(call, 'LeakyRelu', number(call, 'negative_slope', 0.2)) },
  { classes: ['Elu'], build: (call) => sloped(call, 'Elu', number(call, 'alpha', 1)) },
  { classes: ['Celu'], build: (call) => sloped(call, 'Celu', number(call, 'alpha', 1)) },
  { classes: ['HardSigmoid'], build: (call) => hardSigmoid(1 / 6)(call.builder, call.inputs[0]) },
];

const approximate = (call: LayerCall): boolean => parameter(call, 'approximate') !== false;

export const operationLayers: readonly LayerConverter[] = [wrapped, ...simple, ...parametric];
