import { int, numberAttribute, type Node } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { reductionOf, type Reduction } from '../reduction';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, rankOf, repeatedLike, shapeTensor, zerosLike } from '../shaping';

type Spread = (math: Arithmetic, reduction: Reduction, context: ReverseContext) => string;

function reduction(op: string, spread: Spread): GradientRule {
  return {
    ops: [op],
    backward(context) {
      const reduced = reductionOf(context);
      return [reduced ? spread(new Arithmetic(context), reduced, context) : context.gradients[0]];
    },
  };
}

/** How many numbers go into one, as a constant or, for symbolic lengths, a quotient of sizes. */
function divided(math: Arithmetic, { g, axes, x }: Reduction, context: ReverseContext): string {
  const lengths = axes.map((axis) => context.shape(x)[axis]);
  if (lengths.every((d): d is number => typeof d === 'number'))
    return math.mul(g, 1 / lengths.reduce((a, b) => a * b, 1));
  const { builder } = context;
  const counted = builder.op('Gather', [shapeTensor(context, x), builder.integers(...axes)]);
  return math.div(g, math.cast(builder.op('ReduceProd', [counted], { keepdims: { kind: 'int', value: 0 } })));
}

/** Numbers that tie for the extremum share the gradient equally, as PyTorch's amax and amin do. */
const shared: Spread = (math, { x, y, g, axes }) => {
  const hits = math.indicator(math.op('Equal', x, y));
  return math.mul(hits, math.div(g, math.sum(hits, axes)));
};

/** The operator that tells where an extremum stands. */
const PLACES: Readonly<Record<string, string>> = { ReduceMax: 'ArgMax', ReduceMin: 'ArgMin' };

/** Where the graph asks for the place of an extremum, too, it is PyTorch's max(dim), of which the first of ties takes all. */
const extremum: Spread = (math, reduced, context) => {
  const { node, builder } = context;
  const { x, g, axes } = reduced;
  const rank = rankOf(context, x);
  const op = PLACES[node.op];
  const isPlace = (other: Node): boolean =>
    other.op === op && other.inputs[0] === x && axisOf(numberAttribute(other, 'axis', 0), rank) === axes[0];
  const place = axes.length === 1 ? builder.base.graph.nodes.find(isPlace) : undefined;
  if (!place || numberAttribute(place, 'select_last_index', 0) !== 0) return shared(math, reduced, context);
  const axis = int(axes[0]);
  const index = builder.op(op, [x], { axis, keepdims: int(1) });
  return builder.op('ScatterElements', [zerosLike(context, x), index, g], { axis });
};

/** The product of all other numbers, also where some are 0: the product of those that are not, if no other is 0. */
function productOfOthers(math: Arithmetic, x: string, axes: readonly number[], { builder }: ReverseContext): string {
  const isZero = math.op('Equal', x, 0);
  const zeros = math.indicator(isZero);
  const others = math.sub(math.sum(zeros, axes), zeros);
  const nonZero = math.where(isZero, 1, x);
  const product = builder.op('ReduceProd', [nonZero, builder.integers(...axes)], { keepdims: int(1) });
  return math.where(math.op('Equal', others, 0), math.div(product, nonZero), 0);
}

export const reductionRules: readonly GradientRule[] = [
  reduction('ReduceSum', (_, { g, x, axes }, context) => repeatedLike(context, g, axes, x)),
  reduction('ReduceMean', (math, spec, context) =>
    repeatedLike(context, divided(math, spec, context), spec.axes, spec.x),
  ),
  reduction('ReduceMax', extremum),
  reduction('ReduceMin', extremum),
  reduction('ReduceSumSquare', (math, { x, g }) => math.mul(x, math.mul(g, 2))),
  reduction('ReduceL1', (math, { x, g }) => math.mul(math.op('Sign', x), g)),
  reduction('ReduceL2', (math, { x, y, g }) => math.mul(x, math.div(g, math.withoutPole(y)))),
  reduction('ReduceLogSum', (math, { x, y, g, axes }, context) =>
    repeatedLike(context, math.div(g, math.withoutPole(math.op('Exp', y))), axes, x),
  ),
  reduction('ReduceLogSumExp', (math, { x, y, g }) => {
    // Nothing but −∞ weighs nothing; −∞ less −∞ would be no number.
    const total = math.where(math.op('Equal', y, -Infinity), 0, y);
    return math.mul(g, math.op('Exp', math.sub(x, total)));
  }),
  reduction('ReduceProd', (math, { x, g, axes }, context) => math.mul(g, productOfOthers(math, x, axes, context))),
];
