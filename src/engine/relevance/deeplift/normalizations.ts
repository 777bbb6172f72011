import { Arithmetic } from '../../gradient/arithmetic';
import { axisOf, rankOf, reshaped, shapeTensor } from '../../gradient/shaping';
import { int, numberAttribute, numbersAttribute } from '../../graph/model';
import type { PairedRule } from './pair';

const axesFrom = (first: number, rank: number): number[] => Array.from({ length: rank - first }, (_, k) => first + k);

/** Over the last axes, scaled elementwise. */
export const layerNormalization: PairedRule = (context, counterpart) => {
  const { node, gradients } = context;
  const [x, scale] = node.inputs;
  const math = new Arithmetic(context);
  const rank = rankOf(context, x);
  const axes = axesFrom(axisOf(numberAttribute(node, 'axis', -1), rank), rank);
  return [
    throughStandardisation(
      math,
      math.mul(gradients[0]!, scale),
      [x, counterpart(x)],
      axes,
      numberAttribute(node, 'epsilon', 1e-5),
    ),
  ];
};

/** Over space and the channels of a group (of one channel for instances), scaled per channel. */
export const groupNormalization: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const [x, scale] = node.inputs;
  const math = new Arithmetic(context);
  const perChannel = reshaped(context, scale, [-1, ...axesFrom(2, rankOf(context, x)).map(() => 1)]);
  const groups = node.op === 'InstanceNormalization' ? 0 : numberAttribute(node, 'num_groups', 1);
  const grouped = (tensor: string) => reshaped(context, tensor, [0, groups, -1]);
  const m = grouped(math.mul(gradients[0]!, perChannel));
  const through = throughStandardisation(
    math,
    m,
    [grouped(x), grouped(counterpart(x))],
    [2],
    numberAttribute(node, 'epsilon', 1e-5),
  );
  return [builder.op('Reshape', [through, shapeTensor(context, x)])];
};

export const meanVarianceNormalization: PairedRule = (context, counterpart) => {
  const { node, gradients } = context;
  const [x] = node.inputs;
  const axes = numbersAttribute(node, 'axes') ?? [0, 2, 3];
  return [throughStandardisation(new Arithmetic(context), gradients[0]!, [x, counterpart(x)], axes, 1e-9)];
};

/**
 * y = x / n, n = ‖x‖: of Δy = Δx/n + x′ Δ(1/n) = Δx/n′ + x Δ(1/n) the one that divides by the larger norm, with Δn/Δx =
 * (x + x′)/(n + n′) for p = 2 and (x + x′)/(|x| + |x′|) for p = 1. No direction is 0, as it is for the operator.
 */
export const lpNormalization: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const math = new Arithmetic(context);
  const axis = numberAttribute(node, 'axis', -1);
  const p = numberAttribute(node, 'p', 2);
  const [x, x2] = [node.inputs[0], counterpart(node.inputs[0])];
  const [n, n2] = [x, x2].map((tensor) =>
    builder.op(p === 1 ? 'ReduceL1' : 'ReduceL2', [tensor, builder.integers(axis)], { keepdims: int(1) }),
  );
  const larger = math.withoutPole(math.op('Max', n, n2));
  const flatter = math.where(math.op('Less', n, n2), x, x2);
  const slope = math.neg(math.div(math.op('Reciprocal', larger), math.withoutPole(math.op('Min', n, n2))));
  const ofNorm = math.mul(math.sum(math.mul(gradients[0]!, flatter), [axis]), slope);
  const sizes = p === 1 ? math.add(math.op('Abs', x), math.op('Abs', x2)) : math.add(n, n2);
  const normSlope = math.div(math.add(x, x2), math.withoutPole(sizes));
  return [math.add(math.div(gradients[0]!, larger), math.mul(ofNorm, normSlope))];
};

/**
 * z = d · r with d = x − μ, r = (v + ε)^(−1/2), v = mean d²: a product rule for d · r, the rescale rule for r(v) and a
 * product rule for d², so that no change is lost. Of the two ways to write Δ(d r) = r Δd + d′ Δr = r′ Δd + d Δr the one
 * with the smaller r is taken: on a plain baseline v is almost 0, and its r would blow up every multiplier.
 */
function throughStandardisation(
  math: Arithmetic,
  m: string,
  tensors: readonly [string, string],
  axes: readonly number[],
  epsilon: number,
): string {
  const [a, b] = tensors.map((tensor) => {
    const centred = math.sub(tensor, math.mean(tensor, axes));
    return { centred, root: math.op('Sqrt', math.add(math.mean(math.square(centred), axes), epsilon)) };
  });
  const inverse = math.op('Reciprocal', math.op('Max', a.root, b.root));
  const flatter = math.where(math.op('Less', a.root, b.root), a.centred, b.centred);
  // Δr/Δv = −1 / (s s′ (s + s′)) with s = √(v + ε): no quotient of small differences. Δv = mean((d + d′) Δd).
  const slope = math.neg(math.op('Reciprocal', math.mul(math.mul(a.root, b.root), math.add(a.root, b.root))));
  const ofVariance = math.mul(math.mean(math.mul(m, flatter), axes), slope);
  const ofCentred = math.add(math.mul(m, inverse), math.mul(ofVariance, math.add(a.centred, b.centred)));
  return math.sub(ofCentred, math.mean(ofCentred, axes));
}
