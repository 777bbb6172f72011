import { numberAttribute } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';
import { rankOf } from '../shaping';

/** At inference an affine map per channel: dX = G · scale / √(var + ε). */
export const batchNormalizationRule: GradientRule = {
  ops: ['BatchNormalization'],
  backward(context) {
    const { node, gradients, wanted } = context;
    const [x, scale, bias, mean, variance] = node.inputs;
    const math = new Arithmetic(context, scale);
    const inverse = math.op('Reciprocal', math.op('Sqrt', math.add(variance, numberAttribute(node, 'epsilon', 1e-5))));
    const perChannel = [1, -1, ...new Array<number>(rankOf(context, x) - 2).fill(1)];
    const aligned = (tensor: string) =>
      context.builder.op('Reshape', [tensor, context.builder.integers(...perChannel)]);
    const through = wanted[0] ? math.mul(gradients[0]!, aligned(math.mul(scale, inverse))) : undefined;
    const normalised = () => math.mul(math.sub(x, aligned(mean)), aligned(inverse));
    return [
      through,
      wanted[1] ? channelSum(context, math.mul(gradients[0]!, normalised())) : undefined,
      wanted[2] && bias ? channelSum(context, gradients[0]!) : undefined,
    ];
  },
};

function channelSum(context: ReverseContext, tensor: string): string {
  const axes = Array.from({ length: rankOf(context, context.node.inputs[0]) }, (_, k) => k).filter((k) => k !== 1);
  return context.builder.op('ReduceSum', [tensor, context.builder.integers(...axes)], {
    keepdims: { kind: 'int', value: 0 },
  });
}
