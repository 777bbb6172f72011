import { Arithmetic } from '../gradient/arithmetic';
import type { ReverseContext } from '../gradient/rule';
import { gradientRule } from '../gradient/rules';
import type { Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { withTensorsReplaced } from './context';

/** A layer W x + b with a stored weight, and what rules compute with other inputs and weights of the same shapes. */
export interface LinearLayer {
  readonly input: string;
  readonly weight: string;
  readonly bias?: string;
  /** W x (+ b). */
  forward(input: string, weight: string, bias?: string): string;
  /** Wᵀ s. */
  backward(signal: string, weight: string): string;
}

/** A convolution whose weight does not depend on the network's input. */
export const isConvolution = (node: Node, dependents: ReadonlySet<string>): boolean =>
  hasTrait(node, 'convolution') && isLinearLayer(node, dependents);

/** A dense layer or a convolution whose weight does not depend on the network's input. */
export function isLinearLayer(node: Node, dependents: ReadonlySet<string>): boolean {
  if (!hasTrait(node, 'linear')) return false;
  const [a, b, bias] = node.inputs.map((name) => dependents.has(name));
  return a !== b && !bias && (a || node.op === 'MatMul');
}

/** The layer a linear node is. */
export function linearLayer(context: ReverseContext): LinearLayer {
  const { node, wanted, builder } = context;
  const position = wanted[0] ? 0 : 1;
  const operands = (input: string, weight: string): string[] => (position === 0 ? [input, weight] : [weight, input]);
  return {
    input: node.inputs[position],
    weight: node.inputs[1 - position],
    bias: node.inputs[2] || undefined,
    forward: (input, weight, bias) =>
      builder.op(node.op, [...operands(input, weight), ...(bias ? [bias] : [])], node.attributes),
    backward: (signal, weight) => {
      const replaced = withTensorsReplaced(context, operands(node.inputs[position], weight));
      return gradientRule(node)!.backward({ ...replaced, gradients: [signal] })[position]!;
    },
  };
}

/** max(t, 0) and min(t, 0) of an input, a weight or a bias. */
export const positivePart = (math: Arithmetic, tensor: string): string => math.op('Relu', tensor);
export const negativePart = (math: Arithmetic, tensor: string): string => math.op('Min', tensor, 0);
