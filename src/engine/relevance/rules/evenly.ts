import { Arithmetic } from '../../gradient/arithmetic';
import type { ReverseContext } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import { lengthsOf, rankOf, reshaped } from '../../gradient/shaping';
import { groupsOf } from '../../gradient/windows';
import { int } from '../../graph/model';
import { filledLike } from '../distribution';
import type { LinearLayer } from '../linear-layer';

/**
 * The relevance of each unit in equal parts over the inputs it sees, in a shape that broadcasts against the layer's
 * input.
 */
export function spreadEvenly(context: ReverseContext, layer: LinearLayer, relevance: string): string {
  const { node } = context;
  if (node.op === 'Conv') return overWindows(context, layer, relevance);
  if (node.op === 'MatMul' || (node.op === 'Gemm' && layer.input === node.inputs[0] && !node.attributes.transA))
    return overFeatures(context, layer, relevance);
  const math = new Arithmetic(context);
  const [input, weight] = [layer.input, layer.weight].map((tensor) => filledLike(context, math.scalar(1), tensor));
  return layer.backward(math.div(relevance, layer.forward(input, weight)), weight);
}

/** Dense layers: all units see all features, so their relevance is added first. */
function overFeatures(context: ReverseContext, { input }: LinearLayer, relevance: string): string {
  const rank = rankOf(context, input);
  const axis = input === context.node.inputs[0] ? rank - 1 : rank - 2;
  const math = new Arithmetic(context);
  const features = context.shape(input)[axis];
  const total = math.sum(relevance, [rankOf(context, context.node.outputs[0]) - (rank - axis)]);
  return math.mul(total, 1 / Number(features));
}

/** Convolutions: the filters of a group see the same windows, so one filter of ones per group serves them all. */
function overWindows(context: ReverseContext, { input, weight }: LinearLayer, relevance: string): string {
  const { node, builder, shape } = context;
  const math = new Arithmetic(context);
  const group = groupsOf(context);
  const [filters, channels, ...kernel] = lengthsOf(context, weight, 0);
  const [inner, outer] = [input, node.outputs[0]].map((tensor) => lengthsOf(context, tensor, 2));
  const ones = (dims: readonly number[]) => builder.op('Expand', [math.scalar(1), builder.integers(...dims)]);
  const perGroup =
    filters === group
      ? relevance
      : builder.op(
          'ReduceSum',
          [reshaped(context, relevance, [0, group, filters / group, ...outer]), builder.integers(2)],
          { keepdims: int(0) },
        );
  const seen = builder.op('Conv', [ones([1, 1, ...inner]), ones([1, 1, ...kernel])], {
    ...node.attributes,
    group: int(1),
  });
  const share = math.div(perGroup, math.mul(seen, channels));
  const filter = ones([group, 1, ...kernel]);
  const batch = shape(input)[0];
  const shapes = new Map([
    [input, [batch, group, ...inner]],
    [node.outputs[0], [batch, group, ...outer]],
    [filter, [group, 1, ...kernel]],
  ]);
  const single = { ...node, inputs: [input, filter], attributes: { ...node.attributes, group: int(group) } };
  const spread = gradientRule(node)!.backward({
    ...context,
    node: single,
    wanted: [true, false],
    gradients: [share],
    shape: (tensor) => shapes.get(tensor) ?? shape(tensor),
  })[0]!;
  if (group === 1 || channels === 1) return spread;
  const repeated = builder.op('Expand', [
    reshaped(context, spread, [0, group, 1, ...inner]),
    builder.integers(1, 1, channels, ...inner.map(() => 1)),
  ]);
  return reshaped(context, repeated, [0, group * channels, ...inner]);
}
