import { int, numberAttribute, numbersAttribute } from '../../graph/model';
import { Arithmetic, undifferentiable } from '../arithmetic';
import { perChannelSum, unbroadcast } from '../broadcasting';
import type { GradientRule } from '../rule';
import { axisOf, rankOf, reshaped, shapeTensor } from '../shaping';

/** Numbers shifted to mean 0 and scaled to variance 1 over some axes, and what they were divided by. */
interface Standardised {
  readonly values: string;
  readonly deviation: string;
}

function standardised(math: Arithmetic, x: string, axes: readonly number[], epsilon: number): Standardised {
  const centred = math.sub(x, math.mean(x, axes));
  const deviation = math.op('Sqrt', math.add(math.mean(math.square(centred), axes), epsilon));
  return { values: math.div(centred, deviation), deviation };
}

/** With z = (x − μ)/σ: dx = (g − mean g − z · mean(g z)) / σ, means over the normalised axes. */
function throughStandardisation(
  math: Arithmetic,
  g: string,
  { values, deviation }: Standardised,
  axes: readonly number[],
): string {
  const along = math.mul(values, math.mean(math.mul(g, values), axes));
  return math.div(math.sub(math.sub(g, math.mean(g, axes)), along), deviation);
}

const axesFrom = (first: number, rank: number): number[] => Array.from({ length: rank - first }, (_, k) => first + k);

/** Over the last axes, scaled and shifted elementwise (Ba et al. 2016, https://arxiv.org/abs/1607.06450). */
export const layerNormalizationRule: GradientRule = {
  ops: ['LayerNormalization'],
  backward(context) {
    const { node, gradients, wanted } = context;
    if (gradients[1] || gradients[2]) throw undifferentiable(context, 'its mean or deviation is used as an output');
    const [x, scale, bias] = node.inputs;
    const math = new Arithmetic(context);
    const rank = rankOf(context, x);
    const axes = axesFrom(axisOf(numberAttribute(node, 'axis', -1), rank), rank);
    const normal = standardised(math, x, axes, numberAttribute(node, 'epsilon', 1e-5));
    return [
      wanted[0] ? throughStandardisation(math, math.mul(gradients[0]!, scale), normal, axes) : undefined,
      wanted[1] ? unbroadcast(context, math.mul(gradients[0]!, normal.values), node.outputs[0], scale) : undefined,
      wanted[2] ? unbroadcast(context, gradients[0]!, node.outputs[0], bias) : undefined,
    ];
  },
};

/** Instances: over space, per channel. Groups: over space and the channels of a group. Both scaled per channel. */
export const groupNormalizationRule: GradientRule = {
  ops: ['InstanceNormalization', 'GroupNormalization'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const [x, scale] = node.inputs;
    const math = new Arithmetic(context);
    const perChannel = reshaped(context, scale, [-1, ...axesFrom(2, rankOf(context, x)).map(() => 1)]);
    const groups = node.op === 'InstanceNormalization' ? 0 : numberAttribute(node, 'num_groups', 1);
    const grouped = (tensor: string) => reshaped(context, tensor, [0, groups, -1]);
    const normal = standardised(math, grouped(x), [2], numberAttribute(node, 'epsilon', 1e-5));
    const whole = (tensor: string) => builder.op('Reshape', [tensor, shapeTensor(context, x)]);
    const through = () => throughStandardisation(math, grouped(math.mul(gradients[0]!, perChannel)), normal, [2]);
    return [
      wanted[0] ? whole(through()) : undefined,
      wanted[1] ? perChannelSum(context, math.mul(gradients[0]!, whole(normal.values))) : undefined,
      wanted[2] ? perChannelSum(context, gradients[0]!) : undefined,
    ];
  },
};

export const meanVarianceNormalizationRule: GradientRule = {
  ops: ['MeanVarianceNormalization'],
  backward(context) {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const axes = numbersAttribute(node, 'axes') ?? [0, 2, 3];
    return [throughStandardisation(math, gradients[0]!, standardised(math, node.inputs[0], axes, 1e-9), axes)];
  },
};

/** y = x/‖x‖: (g − n Σ g y)/‖x‖, where n is the norm's own gradient: y for p = 2, sign x for p = 1. */
export const lpNormalizationRule: GradientRule = {
  ops: ['LpNormalization'],
  backward(context) {
    const { node, gradients, builder } = context;
    const [x] = node.inputs;
    const math = new Arithmetic(context);
    const axes = builder.integers(numberAttribute(node, 'axis', -1));
    const p = numberAttribute(node, 'p', 2);
    const norm = builder.op(p === 1 ? 'ReduceL1' : 'ReduceL2', [x, axes], { keepdims: int(1) });
    const direction = p === 1 ? math.op('Sign', x) : node.outputs[0];
    const along = builder.op('ReduceSum', [math.mul(gradients[0]!, node.outputs[0]), axes], { keepdims: int(1) });
    return [math.div(math.sub(gradients[0]!, math.mul(direction, along)), math.withoutPole(norm))];
  },
};
