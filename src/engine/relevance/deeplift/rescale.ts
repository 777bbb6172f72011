import { Arithmetic } from '../../gradient/arithmetic';
import type { ReverseContext } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { Node } from '../../graph/model';
import type { Pair, PairedRule } from './pair';

/** Below this difference a kinked function has its derivative at the input, as Captum has it in double precision. */
const EQUAL = 1e-10;
/**
 * Below this the quotient of a smooth function would be rounding noise; the mean of the two derivatives is then exact
 * to Δ²/12.
 */
const CLOSE = 1e-3;

/** Shrikumar, Greenside & Kundaje 2017, arXiv:1704.02685, rescale rule: the multiplier is Δout/Δin. */
export const kinked: PairedRule = (context, counterpart) =>
  rescaled(context, counterpart, EQUAL, (math, g) => ordinary(context, g));

/** The same for functions with a continuous derivative. */
export const smooth: PairedRule = (context, counterpart) =>
  rescaled(context, counterpart, CLOSE, (math, g) => {
    return math.mul(
      math.add(ordinary(context, g), ordinary({ ...context, node: twinOf(context.node, counterpart) }, g)),
      0.5,
    );
  });

function rescaled(
  context: ReverseContext,
  counterpart: Pair['counterpart'],
  threshold: number,
  near: (math: Arithmetic, g: string) => string,
): [string] {
  const { node, gradients } = context;
  const math = new Arithmetic(context);
  const change = (tensor: string) => math.sub(tensor, counterpart(tensor));
  const difference = change(node.inputs[0]);
  const close = math.op('Less', math.op('Abs', difference), threshold);
  const quotient = math.div(change(node.outputs[0]), math.where(close, 1, difference));
  return [math.where(close, near(math, gradients[0]!), math.mul(gradients[0]!, quotient))];
}

/** The node as the baseline's pass has it. */
export const twinOf = (node: Node, counterpart: Pair['counterpart']): Node => ({
  ...node,
  inputs: node.inputs.map(counterpart),
  outputs: node.outputs.map(counterpart),
});

/** The ordinary derivative of the node's first input. */
export function ordinary(context: ReverseContext, gradient: string): string {
  return gradientRule(context.node)!.backward({ ...context, gradients: [gradient] })[0]!;
}
