import { Arithmetic } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';

/** The gradient of an elementwise function, given x, y = f(x) and the gradient of y. */
export type Derivative = (
  math: Arithmetic,
  tensors: { x: string; y: string; g: string },
  context: ReverseContext,
) => string;

/** A rule for an operator that works on each number by itself. */
export function elementwise(op: string, derivative: Derivative): GradientRule {
  return {
    ops: [op],
    local: true,
    backward(context) {
      const { node, gradients } = context;
      return [
        derivative(new Arithmetic(context), { x: node.inputs[0], y: node.outputs[0], g: gradients[0]! }, context),
      ];
    },
  };
}
