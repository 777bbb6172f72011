import { Arithmetic } from '../../gradient/arithmetic';
import { unbroadcast } from '../../gradient/broadcasting';
import type { ReverseContext } from '../../gradient/rule';
import type { Shares } from '../context';
import type { PairedRule } from './pair';

/** Below this difference of the operands nothing was compared differently. */
const EQUAL = 1e-10;

/** Multipliers of a node's inputs, given as they stand at its output. */
function shares(context: ReverseContext, made: readonly (() => string)[]): Shares {
  const { node, wanted } = context;
  return made.map((make, k) => (wanted[k] ? unbroadcast(context, make(), node.outputs[0], node.inputs[k]) : undefined));
}

/** A comparison is a step of the difference a − b: Δc / Δ(a − b), as for any other kinked function. */
export const comparison: PairedRule = (context, counterpart) => {
  const { node, gradients } = context;
  const [a, b] = node.inputs;
  const math = new Arithmetic(context);
  const changeOf = (tensor: string) => math.sub(math.real(tensor), math.real(counterpart(tensor)));
  const change = math.sub(changeOf(a), changeOf(b));
  const equal = math.op('Less', math.op('Abs', change), EQUAL);
  const step = math.sub(math.indicator(node.outputs[0]), math.indicator(counterpart(node.outputs[0])));
  const multiplier = math.where(equal, 0, math.div(math.mul(gradients[0]!, step), math.where(equal, 1, change)));
  return shares(context, [() => multiplier, () => math.neg(multiplier)]);
};

/** Truth values as numbers: a ∧ b = ab, a ∨ b = a + b − ab, a ⊻ b = a + b − 2ab; each factor at the mean of its two. */
const logical =
  (slope: (math: Arithmetic, other: string) => string): PairedRule =>
  (context, counterpart) => {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const by = (other: string) => () => {
      const mean = math.mul(math.add(math.indicator(other), math.indicator(counterpart(other))), 0.5);
      return math.mul(gradients[0]!, slope(math, mean));
    };
    const [a, b] = node.inputs;
    return shares(context, [by(b), by(a)]);
  };

export const conjunction = logical((_, b) => b);
export const disjunction = logical((math, b) => math.sub(1, b));
export const exclusion = logical((math, b) => math.sub(1, math.mul(b, 2)));
export const negation: PairedRule = (context) => [new Arithmetic(context).neg(context.gradients[0]!)];

/**
 * A place whose condition changed owes its whole change to the condition, elsewhere the chosen operand takes all: what
 * was not chosen, which may be no number, counts nowhere.
 */
export const choice: PairedRule = (context, counterpart) => {
  const { node, gradients } = context;
  const [condition, a] = node.inputs;
  const [y] = node.outputs;
  const math = new Arithmetic(context, a);
  const g = gradients[0]!;
  const [now, before] = [condition, counterpart(condition)].map((tensor) => math.indicator(tensor));
  const step = math.sub(now, before);
  const changed = math.op('Xor', condition, counterpart(condition));
  const ofCondition = () => math.where(changed, math.mul(math.mul(g, math.sub(y, counterpart(y))), step), 0);
  const kept = (share: string) => () => math.where(changed, 0, math.mul(g, share));
  return shares(context, [ofCondition, kept(now), kept(math.sub(1, now))]);
};
