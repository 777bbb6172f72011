import { Arithmetic } from '../../gradient/arithmetic';
import { unbroadcast } from '../../gradient/broadcasting';
import { gradientRule } from '../../gradient/rules';
import { withInputsReplaced } from '../context';
import type { PairedRule } from './pair';

/** Δ(ab) = Δa · mean(b) + mean(a) · Δb, means over input and baseline: each factor's share is its Shapley value. Exact for every bilinear operator. */
export const bilinear: PairedRule = (context, counterpart) => {
  const { node } = context;
  const math = new Arithmetic(context);
  const means = node.inputs.map((name, k) => (context.wanted[k] ? math.mul(math.add(name, counterpart(name)), 0.5) : name));
  return gradientRule(node)!.backward(withInputsReplaced(context, means));
};

/** Δ(a/b) = Δa · mean(1/b) + mean(a) · Δ(1/b), and Δ(1/b)/Δb = −1/(b b′). */
export const quotient: PairedRule = (context, counterpart) => {
  const { node, wanted, gradients } = context;
  const [a, b] = node.inputs;
  const math = new Arithmetic(context);
  const reciprocal = (tensor: string) => math.op('Reciprocal', tensor);
  const mean = (first: string, second: string) => math.mul(math.add(first, second), 0.5);
  const ofA = () => math.mul(gradients[0]!, mean(reciprocal(b), reciprocal(counterpart(b))));
  const ofB = () => math.neg(math.div(math.mul(gradients[0]!, mean(a, counterpart(a))), math.mul(b, counterpart(b))));
  return [ofA, ofB].map((make, k) => (wanted[k] ? unbroadcast(context, make(), node.outputs[0], node.inputs[k]) : undefined));
};
