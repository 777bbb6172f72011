import { Arithmetic } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import type { GradientRule } from '../rule';

/** The gradient goes to the operand that was chosen. */
export const whereRule: GradientRule = {
  ops: ['Where'],
  backward(context) {
    const { node, gradients, wanted } = context;
    const [condition, a, b] = node.inputs;
    const math = new Arithmetic(context, a);
    const g = gradients[0]!;
    return [
      undefined,
      wanted[1] ? unbroadcast(context, math.where(condition, g, 0), node.outputs[0], a) : undefined,
      wanted[2] ? unbroadcast(context, math.where(condition, 0, g), node.outputs[0], b) : undefined,
    ];
  },
};
