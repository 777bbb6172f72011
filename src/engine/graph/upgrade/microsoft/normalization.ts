import { float, int, numberAttribute, type Node } from '../../model';
import type { Replacement } from '../replacement';
import { contributed, usesMore } from './contributed';

/** The sum of the first two inputs and a bias, which is the fourth output as well. */
function skipped(node: Node, made: Replacement, bias: string): string {
  const [x, skip] = node.inputs;
  const sum = made.op('Add', [x, skip]);
  const whole = bias ? made.op('Add', [sum, bias]) : sum;
  if (node.outputs[3]) made.op('Identity', [whole], {}, node.outputs[3]);
  return whole;
}

const hasStatistics = ({ outputs }: Node, isUsed: (tensor: string) => boolean): boolean =>
  outputs.slice(1, 3).some((name) => name !== '' && isUsed(name));

const skipLayerNormalization = contributed('SkipLayerNormalization', (node, made, { isUsed }) => {
  if (hasStatistics(node, isUsed)) return false;
  const [, , scale, shift = '', bias = ''] = node.inputs;
  const attributes = { axis: int(-1), epsilon: float(numberAttribute(node, 'epsilon', 1e-12)) };
  const inputs = [skipped(node, made, bias), scale, ...(shift ? [shift] : [])];
  made.op('LayerNormalization', inputs, attributes, node.outputs[0]);
  return true;
});

/** x / √(mean x² + ε) · scale (Zhang & Sennrich 2019, https://arxiv.org/abs/1910.07467) */
function rootMeanSquare(node: Node, made: Replacement, x: string, scale: string, epsilon: number): void {
  const axis = made.integers(numberAttribute(node, 'axis', -1));
  const mean = made.op('ReduceMean', [made.op('Mul', [x, x]), axis], { keepdims: int(1) });
  const root = made.op('Sqrt', [made.op('Add', [mean, made.scalar(epsilon, node.inputs[0])])]);
  made.op('Mul', [made.op('Div', [x, root]), scale], {}, node.outputs[0]);
}

const simplified = ['', 'com.microsoft'].map((domain) =>
  contributed(
    'SimplifiedLayerNormalization',
    (node, made, context) => {
      if (usesMore(node, context, 1)) return false;
      rootMeanSquare(node, made, node.inputs[0], node.inputs[1], numberAttribute(node, 'epsilon', 1e-5));
      return true;
    },
    domain,
  ),
);

const skipSimplified = contributed('SkipSimplifiedLayerNormalization', (node, made, { isUsed }) => {
  if (hasStatistics(node, isUsed)) return false;
  const [, , scale, bias = ''] = node.inputs;
  rootMeanSquare(node, made, skipped(node, made, bias), scale, numberAttribute(node, 'epsilon', 1e-12));
  return true;
});

export const normalizations = [skipLayerNormalization, ...simplified, skipSimplified];
