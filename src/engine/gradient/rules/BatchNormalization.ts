import { float, int, numberAttribute } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { perChannelSum } from '../broadcasting';
import type { GradientRule, ReverseContext } from '../rule';
import { rankOf, shapeTensor } from '../shaping';

/**
 * By stored statistics an affine map per channel: dX = G · scale / √(var + ε). In training mode mean and (biased)
 * variance are those of the batch, and the gradient goes through both (Ioffe and Szegedy 2015,
 * https://arxiv.org/abs/1502.03167): with z = (x − μ)/σ over m numbers, dX = scale/σ · (G − Σ G / m − z · Σ G z / m).
 */
export const batchNormalizationRule: GradientRule = {
  ops: ['BatchNormalization'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const [g] = gradients as [string];
    const training = numberAttribute(node, 'training_mode', 0) === 1;
    const [x, scale, bias] = node.inputs;
    const [mean, variance] = training ? batchStatistics(context) : node.inputs.slice(3);
    const math = new Arithmetic(context, scale);
    const factor = math.op('Reciprocal', math.op('Sqrt', math.add(variance, numberAttribute(node, 'epsilon', 1e-5))));
    const weight = math.mul(scale, factor);
    const through = () => math.mul(g, aligned(context, weight));
    const needsScale = wanted[1] || (wanted[0] && training);
    const ofScale = needsScale ? perChannelSum(context, math.mul(g, normalised(context, mean, variance))) : undefined;
    const ofBias = wanted[2] || (wanted[0] && training) ? perChannelSum(context, g) : undefined;
    const throughStatistics = () => {
      const share = math.div(weight, positions(context, math));
      const slope = math.neg(math.mul(math.mul(share, ofScale!), factor));
      const shift = math.neg(math.mul(share, ofBias!));
      const one = builder.op('Expand', [math.scalar(1), builder.op('Shape', [variance])]);
      return builder.op('BatchNormalization', [x, slope, shift, mean, one], { epsilon: float(0) });
    };
    return [
      wanted[0] ? (training ? math.add(through(), throughStatistics()) : through()) : undefined,
      wanted[1] ? ofScale : undefined,
      wanted[2] && bias ? ofBias : undefined,
    ];
  },
};

/** Mean and variance of the batch: what the node itself tells where its running statistics keep nothing of before. */
function batchStatistics(context: ReverseContext): string[] {
  const { node, builder } = context;
  if (numberAttribute(node, 'momentum', 0.9) === 0 && node.outputs[1] && node.outputs[2]) return node.outputs.slice(1);
  const axes = builder.integers(...otherAxes(context));
  const mean = (tensor: string, keepdims: number) =>
    builder.op('ReduceMean', [tensor, axes], { keepdims: int(keepdims) });
  const centred = builder.op('Sub', [node.inputs[0], mean(node.inputs[0], 1)]);
  return [mean(node.inputs[0], 0), mean(builder.op('Mul', [centred, centred]), 0)];
}

/** All axes but that of the channels. */
const otherAxes = (context: ReverseContext): number[] =>
  Array.from({ length: rankOf(context, context.node.inputs[0]) }, (_, k) => k).filter((k) => k !== 1);

/** The input at mean 0 and variance 1, in one pass. */
function normalised({ node, builder }: ReverseContext, mean: string, variance: string): string {
  const [x, scale, bias] = node.inputs;
  const filled = (like: string, value: number) =>
    builder.op('Expand', [builder.scalar(value), builder.op('Shape', [like])]);
  const { epsilon = float(1e-5) } = node.attributes;
  return builder.op('BatchNormalization', [x, filled(scale, 1), filled(bias, 0), mean, variance], { epsilon });
}

/** How many numbers a channel has. */
function positions(context: ReverseContext, math: Arithmetic): string {
  const { builder, node } = context;
  const counted = builder.op('Gather', [shapeTensor(context, node.inputs[0]), builder.integers(...otherAxes(context))]);
  return math.cast(builder.op('ReduceProd', [counted], { keepdims: int(0) }));
}

function aligned(context: ReverseContext, tensor: string): string {
  const { builder, node } = context;
  const ones = new Array<number>(rankOf(context, node.inputs[0]) - 2).fill(1);
  return builder.op('Reshape', [tensor, builder.integers(1, -1, ...ones)]);
}
