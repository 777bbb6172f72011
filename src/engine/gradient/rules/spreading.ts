import { int, numberAttribute, stringAttribute, type Dimension } from '../../graph/model';
import { numbersOf, weightOf } from '../../graph/weight';
import { undifferentiable } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import type { GradientRule } from '../rule';
import { lengthOf, reshaped, reshapedLike, transposed } from '../shaping';

/** Copies add up. */
export const expandRule: GradientRule = {
  ops: ['Expand'],
  backward: (context) => [unbroadcast(context, context.gradients[0]!, context.node.outputs[0], context.node.inputs[0])],
};

export const tileRule: GradientRule = {
  ops: ['Tile'],
  backward(context) {
    const { node, gradients, builder, shape } = context;
    const given = context.constant(node.inputs[1]);
    if (!given) throw undifferentiable(context, 'its repeats are computed');
    const repeats = numbersOf(weightOf(given));
    const lengths: Dimension[] = [];
    const copies: number[] = [];
    shape(node.inputs[0]).forEach((length, axis) => {
      if (repeats[axis] !== 1) copies.push(lengths.push(repeats[axis]) - 1);
      lengths.push(length);
    });
    if (copies.length === 0) return [gradients[0]];
    const target = lengths.map((length, k) => (typeof length === 'number' ? length : k === 0 ? 0 : -1));
    return [
      builder.op('ReduceSum', [reshaped(context, gradients[0]!, target), builder.integers(...copies)], {
        keepdims: int(0),
      }),
    ];
  },
};

/** Channels that became positions become channels again, in the order the mode says. */
export const depthToSpaceRule: GradientRule = {
  ops: ['DepthToSpace'],
  backward(context) {
    const { node, gradients, builder } = context;
    const [x] = node.inputs;
    const block = numberAttribute(node, 'blocksize', 1);
    if (stringAttribute(node, 'mode', 'DCR') === 'DCR')
      return [builder.op('SpaceToDepth', [gradients[0]!], { blocksize: int(block) })];
    const [channels, height, width] = [1, 2, 3].map((axis) => lengthOf(context, x, axis));
    const split = reshaped(context, gradients[0]!, [0, channels / block ** 2, height, block, width, block]);
    return [reshapedLike(context, transposed(context, split, [0, 1, 3, 5, 2, 4]), x, x)];
  },
};

export const spaceToDepthRule: GradientRule = {
  ops: ['SpaceToDepth'],
  backward: ({ node, gradients, builder }) => {
    const blocksize = int(numberAttribute(node, 'blocksize', 1));
    return [builder.op('DepthToSpace', [gradients[0]!], { blocksize })];
  },
};
