import { int, numberAttribute } from '../../graph/model';
import type { GradientRule, ReverseContext } from '../rule';
import { blockedChannels } from '../blocked';
import { channelsOf } from '../correlation';
import { axisOf, lengthTensor, rankOf, sliced, zerosLike } from '../shaping';

/** Each operand takes its slice of the gradient. */
export const concatRule: GradientRule = {
  ops: ['Concat'],
  local: true,
  backward(context) {
    const { node, gradients, wanted, shape } = context;
    const axis = axisOf(numberAttribute(node, 'axis', 0), rankOf(context, node.outputs[0]));
    const lengths = node.inputs.map((input) => shape(input)[axis]);
    if (!lengths.every((length): length is number => typeof length === 'number')) return slicedAtRunTime(context, axis);
    let start = 0;
    return node.inputs.map((_, k) => {
      const from = start;
      start += lengths[k];
      if (!wanted[k]) return undefined;
      return axis === 1 && blockedChannels(context, node.inputs[k]) !== undefined
        ? channelsOf(context, gradients[0]!, from, start)
        : sliced(context, gradients[0]!, axis, from, start);
    });
  },
};

/** Lengths along the joined axis are only known when the graph runs. */
function slicedAtRunTime(context: ReverseContext, axis: number): (string | undefined)[] {
  const { node, gradients, wanted, builder } = context;
  let start = builder.integers(0);
  return node.inputs.map((input, k) => {
    const from = start;
    start = builder.op('Add', [from, lengthTensor(context, input, axis)]);
    return wanted[k] ? builder.op('Slice', [gradients[0]!, from, start, builder.integers(axis)]) : undefined;
  });
}

/** The parts' gradients are joined; parts nothing depends on count as zeros. */
export const splitRule: GradientRule = {
  ops: ['Split'],
  backward(context) {
    const { node, gradients, builder } = context;
    const parts = node.outputs.map((output, k) => gradients[k] ?? zerosLike(context, output));
    return [builder.op('Concat', parts, { axis: int(numberAttribute(node, 'axis', 0)) })];
  },
};
