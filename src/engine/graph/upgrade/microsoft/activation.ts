import {
  float,
  numberAttribute,
  numbersAttribute,
  stringAttribute,
  text,
  type Attributes,
  type Node,
} from '../../model';
import type { Replacement } from '../replacement';
import { contributed } from './contributed';

/** What a fused node applies to its result, given the numbers that go with it; undefined for an unknown function. */
export function fusedActivation(node: Node): ((made: Replacement, tensor: string, output: string) => void) | undefined {
  const name = stringAttribute(node, 'activation', '');
  const form = FUSED.get(name);
  if (!form) return undefined;
  const listed = numbersAttribute(node, 'activation_params');
  const values = form.numbers.map((attribute, k) => {
    const stated = listed?.[k] ?? numberAttribute(node, `activation_${attribute}`, NaN);
    return Number.isNaN(stated) ? undefined : stated;
  });
  if (name === 'Clip')
    return (made, tensor, output) =>
      made.op(
        'Clip',
        [tensor, ...values.map((v) => (v === undefined ? '' : made.scalar(v, node.inputs[0])))],
        {},
        output,
      );
  const attributes: Attributes = Object.fromEntries(
    form.numbers.flatMap((attribute, k) => (values[k] === undefined ? [] : [[attribute, float(values[k])]])),
  );
  return (made, tensor, output) => made.op(name || 'Identity', [tensor], attributes, output);
}

/** Functions that ONNX Runtime fuses, with the attributes of each in the order of `activation_params`. */
const FUSED: ReadonlyMap<string, { readonly numbers: readonly string[] }> = new Map(
  Object.entries<readonly string[]>({
    '': [],
    Relu: [],
    Sigmoid: [],
    Tanh: [],
    Softplus: [],
    Softsign: [],
    LeakyRelu: ['alpha'],
    Elu: ['alpha'],
    Celu: ['alpha'],
    ThresholdedRelu: ['alpha'],
    Selu: ['alpha', 'gamma'],
    HardSigmoid: ['alpha', 'beta'],
    Clip: ['min', 'max'],
  }).map(([name, numbers]) => [name, { numbers }]),
);

/** x Φ(x), of x and a bias or of x alone. */
const gelu = contributed('Gelu', (node, made) => {
  made.op('Gelu', node.inputs, {}, node.outputs[0]);
  return true;
});

const biasGelu = contributed('BiasGelu', (node, made) => {
  made.op('Gelu', [made.op('Add', node.inputs)], {}, node.outputs[0]);
  return true;
});

/** The same with Φ approximated by a tanh (Hendrycks & Gimpel 2016, https://arxiv.org/abs/1606.08415). */
const fastGelu = contributed('FastGelu', (node, made) => {
  const [x, bias] = node.inputs;
  made.op('Gelu', [bias ? made.op('Add', [x, bias]) : x], { approximate: text('tanh') }, node.outputs[0]);
  return true;
});

/** x σ(αx) */
const quickGelu = contributed('QuickGelu', (node, made) => {
  const [x] = node.inputs;
  const steep = made.op('Mul', [x, made.scalar(numberAttribute(node, 'alpha', 1.702), x)]);
  made.op('Mul', [x, made.op('Sigmoid', [steep])], {}, node.outputs[0]);
  return true;
});

export const activations = [gelu, biasGelu, fastGelu, quickGelu];
