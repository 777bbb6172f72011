import { Arithmetic } from '../../gradient/arithmetic';
import { unbroadcast } from '../../gradient/broadcasting';
import { gradientRule } from '../../gradient/rules';
import { withTensorsReplaced } from '../context';
import type { PairedRule } from './pair';

/**
 * Δ(ab) = Δa · mean(b) + mean(a) · Δb, means over input and baseline: each factor's share is its Shapley value. Exact
 * for every bilinear operator.
 */
export const bilinear: PairedRule = (context, counterpart) => {
  const { node } = context;
  const math = new Arithmetic(context);
  const means = node.inputs.map((name, k) =>
    context.wanted[k] ? math.mul(math.add(name, counterpart(name)), 0.5) : name,
  );
  return gradientRule(node)!.backward(withTensorsReplaced(context, means));
};

/**
 * Of the two ways to write Δ(a/b) = Δa/b + a′ Δ(1/b) = Δa/b′ + a Δ(1/b) the one that divides by the larger number is
 * taken: the standard deviation of a plain baseline is almost 0. Δ(1/b)/Δb = −1/(b b′).
 */
export const quotient: PairedRule = (context, counterpart) => {
  const { node, wanted, gradients } = context;
  const [a, b] = node.inputs;
  const [a2, b2] = [counterpart(a), counterpart(b)];
  const math = new Arithmetic(context);
  const smaller = math.op('Less', math.op('Abs', b), math.op('Abs', b2));
  const ofA = () => math.div(gradients[0]!, math.where(smaller, b2, b));
  const ofB = () => math.neg(math.div(math.mul(gradients[0]!, math.where(smaller, a, a2)), math.mul(b, b2)));
  return [ofA, ofB].map((make, k) =>
    wanted[k] ? unbroadcast(context, make(), node.outputs[0], node.inputs[k]) : undefined,
  );
};
