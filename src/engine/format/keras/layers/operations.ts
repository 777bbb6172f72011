import { activated } from '../../builder/activations';
import type { Feature } from '../../builder/feature';
import { combined } from '../../builder/joining';
import { floats } from '../../../tensor/tensor';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

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

/** Operations of Keras 3 that stand among the layers by their own class. */
const simple: readonly LayerConverter[] = [
  'Relu',
  'Relu6',
  'Silu',
  'Sigmoid',
  'Tanh',
  'Gelu',
  'HardSwish',
  'HardSilu',
].map((name) => ({
  classes: [name],
  build: (call) => activated(call.builder, call.inputs[0], name, call.where),
}));

export const operationLayers: readonly LayerConverter[] = [wrapped, ...simple];
