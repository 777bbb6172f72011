import { Arithmetic, type Term } from '../../gradient/arithmetic';
import type { ReverseContext } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { Node } from '../../graph/model';
import type { Shares } from '../context';
import type { Pair, PairedRule } from './pair';

/** Below this difference a kinked function has its derivative at the input, as Captum has it in double precision. */
const EQUAL = 1e-10;
/**
 * Below this the quotient of a smooth function would be rounding noise; the mean of the two derivatives is then exact
 * to Δ²/12.
 */
const CLOSE = 1e-3;

/** Near poles the same must be asked of the share of the number that has changed. */
const CLOSE_SHARE = 1e-2;

/** Shrikumar, Greenside & Kundaje 2017, arXiv:1704.02685, rescale rule: the multiplier is Δout/Δin. */
export const kinked: PairedRule = (context, counterpart) => rescaled(context, counterpart, () => EQUAL, ordinary);

/** The same for functions with a continuous derivative. */
export const smooth: PairedRule = (context, counterpart) =>
  rescaled(context, counterpart, () => CLOSE, meanOfBoth(counterpart));

/**
 * The same for functions that have a pole at 0, or no slope there: roots, powers, logarithms. Where nothing asks for
 * their value, as behind a Where that takes another, even an infinite one passes nothing on.
 */
export const steep: PairedRule = (context, counterpart) => {
  const math = new Arithmetic(context);
  const unasked = math.op('Equal', context.gradients[0]!, math.scalar(0));
  return steeply(context, counterpart).map((share) => share && math.where(unasked, 0, share));
};

const steeply: PairedRule = (context, counterpart) => {
  const threshold = (math: Arithmetic, x: string): string =>
    math.mul(math.op('Min', math.op('Abs', x), math.op('Abs', counterpart(x))), CLOSE_SHARE);
  return rescaled(context, counterpart, threshold, meanOfBoth(counterpart));
};

/** Steps: whatever they rise or fall by is the multiplier's; where nothing changed it is 0. */
export const stepwise: PairedRule = (context, counterpart) =>
  rescaled(
    context,
    counterpart,
    () => EQUAL,
    () => new Arithmetic(context).scalar(0),
  );

type Slope = (context: ReverseContext) => string;

const meanOfBoth =
  (counterpart: Pair['counterpart']): Slope =>
  (context) => {
    const twin = { ...context, node: twinOf(context.node, counterpart) };
    const math = new Arithmetic(context);
    return math.mul(math.add(ordinary(context), ordinary(twin)), 0.5);
  };

function rescaled(
  context: ReverseContext,
  counterpart: Pair['counterpart'],
  thresholdOf: (math: Arithmetic, x: string) => Term,
  near: Slope,
): Shares {
  const { node, gradients, wanted } = context;
  const carrier = wanted.indexOf(true);
  const x = node.inputs[carrier];
  const math = new Arithmetic(context, x);
  const change = (tensor: string) => math.sub(math.real(tensor), math.real(counterpart(tensor)));
  const difference = change(x);
  const close = math.op('LessOrEqual', math.op('Abs', difference), thresholdOf(math, x));
  const quotient = math.div(change(node.outputs[0]), math.where(close, 1, difference));
  const multiplied = math.where(close, near(context), math.mul(gradients[0]!, quotient));
  return wanted.map((_, k) => (k === carrier ? multiplied : undefined));
}

/** The node as the baseline's pass has it. */
export const twinOf = (node: Node, counterpart: Pair['counterpart']): Node => ({
  ...node,
  inputs: node.inputs.map(counterpart),
  outputs: node.outputs.map(counterpart),
});

/** The ordinary derivative of the one input that depends on the network's. */
const ordinary: Slope = (context) => gradientRule(context.node)!.backward(context)[context.wanted.indexOf(true)]!;
