import { Arithmetic } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import type { GradientRule, ReverseContext } from '../rule';

type Partial = (math: Arithmetic, operands: { a: string; b: string; y: string; g: string }) => string;

/** A rule for a broadcasting operator of two operands from its two partial derivatives (each times g). */
function binary(op: string, byFirst: Partial, bySecond: Partial): GradientRule {
  return {
    ops: [op],
    local: true,
    backward(context) {
      const { node, gradients, wanted } = context;
      const math = new Arithmetic(context);
      const operands = { a: node.inputs[0], b: node.inputs[1], y: node.outputs[0], g: gradients[0]! };
      return [byFirst, bySecond].map((partial, k) =>
        wanted[k] ? unbroadcast(context, partial(math, operands), node.outputs[0], node.inputs[k]) : undefined,
      );
    },
  };
}

/** A rule for Sum and Mean: every operand gets the gradient, divided by their number for Mean. */
function variadic(op: string, share: (context: ReverseContext) => string): GradientRule {
  return {
    ops: [op],
    backward(context) {
      const part = share(context);
      return context.node.inputs.map((input, k) =>
        context.wanted[k] ? unbroadcast(context, part, context.node.outputs[0], input) : undefined,
      );
    },
  };
}

/** Max and Min: operands that tie share the gradient equally, as PyTorch does. */
function extremum(op: string): GradientRule {
  return {
    ops: [op],
    backward(context) {
      const { node, gradients, wanted } = context;
      const math = new Arithmetic(context);
      if (node.inputs.length === 1) return [gradients[0]];
      const hits = node.inputs.map((input) => math.indicator(math.op('Equal', input, node.outputs[0])));
      const share = math.div(
        gradients[0]!,
        hits.reduce((total, hit) => math.add(total, hit)),
      );
      return node.inputs.map((input, k) =>
        wanted[k] ? unbroadcast(context, math.mul(share, hits[k]), node.outputs[0], input) : undefined,
      );
    },
  };
}

/** d(a/b) = da/b − (da/b) a/b; a divisor that is stored has no zeros worth looking for. */
const divRule: GradientRule = {
  ops: ['Div'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const [a, b] = node.inputs;
    const math = new Arithmetic(context);
    const divisor = builder.base.graph.weights.has(b) ? b : math.withoutPole(b);
    const through = math.div(gradients[0]!, divisor);
    const ofDivisor = () => math.neg(math.div(math.mul(through, a), divisor));
    return [
      wanted[0] ? unbroadcast(context, through, node.outputs[0], a) : undefined,
      wanted[1] ? unbroadcast(context, ofDivisor(), node.outputs[0], b) : undefined,
    ];
  },
};

export const arithmeticRules: readonly GradientRule[] = [
  binary(
    'Add',
    (_, { g }) => g,
    (_, { g }) => g,
  ),
  binary(
    'Sub',
    (_, { g }) => g,
    (m, { g }) => m.neg(g),
  ),
  binary(
    'Mul',
    (m, { b, g }) => m.mul(g, b),
    (m, { a, g }) => m.mul(g, a),
  ),
  divRule,
  // y = a − b n with a whole number n = (a − y) / b that is the same all around.
  binary(
    'Mod',
    (_, { g }) => g,
    (m, { a, b, y, g }) => m.neg(m.mul(g, m.div(m.sub(a, y), b))),
  ),
  variadic('Sum', ({ gradients }) => gradients[0]!),
  variadic('Mean', (context) => new Arithmetic(context).mul(context.gradients[0]!, 1 / context.node.inputs.length)),
  extremum('Max'),
  extremum('Min'),
];
