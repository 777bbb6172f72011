import { int } from '../../graph/model';
import { Arithmetic, gradientTypeOf, isFloating } from '../arithmetic';
import type { GradientRule } from '../rule';
import { reshapedLike } from '../shaping';

/** Operators that pass numbers on unchanged (Dropout at inference). */
export const identityRule: GradientRule = {
  ops: ['Identity', 'Dropout'],
  backward: ({ gradients }) => [gradients[0]],
};

/**
 * The gradient is cast back. Whole numbers pass it on as the numbers they are, but a cast that makes them of others is
 * a staircase and stops it.
 */
export const castRule: GradientRule = {
  ops: ['Cast', 'CastLike'],
  cuts: (node, typeOf) => isFloating(typeOf(node.inputs[0])) && !isFloating(typeOf(node.outputs[0])),
  backward(context) {
    const { node, gradients } = context;
    const [from, to] = [node.inputs[0], node.outputs[0]].map((tensor) => gradientTypeOf(context, tensor));
    return [from === to ? gradients[0] : new Arithmetic(context).cast(gradients[0]!)];
  },
};

/** Operators that only view the numbers with another shape. */
export const reshapeRule: GradientRule = {
  ops: ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'],
  backward: (context) => [
    reshapedLike(context, context.gradients[0]!, context.node.outputs[0], context.node.inputs[0]),
  ],
};

/** The inverse permutation. */
export const transposeRule: GradientRule = {
  ops: ['Transpose'],
  backward({ node, gradients, builder, shape }) {
    const attribute = node.attributes.perm;
    const rank = shape(node.inputs[0]).length;
    const permutation =
      attribute?.kind === 'ints' ? attribute.value : Array.from({ length: rank }, (_, k) => rank - 1 - k);
    const inverse = Array.from({ length: rank }, (_, k) => permutation.indexOf(k));
    return [builder.op('Transpose', [gradients[0]!], { perm: { kind: 'ints', value: inverse } })];
  },
};

/** Cumulative sums run the other way round. */
export const cumSumRule: GradientRule = {
  ops: ['CumSum'],
  backward({ node, gradients, builder }) {
    const reverse = node.attributes.reverse?.kind === 'int' ? node.attributes.reverse.value : 0;
    return [builder.op('CumSum', [gradients[0]!, node.inputs[1]], { ...node.attributes, reverse: int(1 - reverse) })];
  },
};

/** The same triangle of the gradient. */
export const triluRule: GradientRule = {
  ops: ['Trilu'],
  backward: ({ node, gradients, builder }) => [
    builder.op('Trilu', [gradients[0]!, ...node.inputs.slice(1)], node.attributes),
  ],
};
