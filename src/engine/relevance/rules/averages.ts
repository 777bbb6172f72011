import { Arithmetic } from '../../gradient/arithmetic';
import type { ReverseContext } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { RelevanceRule } from '../context';
import { filledLike, stabilised } from '../distribution';
import { negativePart, positivePart } from '../linear-layer';

/**
 * LRP-γ for an operator that is linear in one input with non-negative factors (averages, interpolation, attention):
 * terms with the sign of z count (1 + γ)-fold, so that opposite terms which cancel never enlarge the relevance. Where z
 * = 0 all terms share alike.
 */
export const weightedMean =
  (gamma: number, epsilon: number, nonNegative: ReadonlySet<string>, carrier = 0): RelevanceRule =>
  (context) => {
    const { node, gradients } = context;
    const [x, z] = [node.inputs[carrier], node.outputs[0]];
    const math = new Arithmetic(context);
    const shareOf = (part: string, signal: string) => math.mul(part, throughNode(context, carrier, signal));
    const ones = filledLike(context, math.scalar(1), x);
    const evenly = math.where(math.op('Equal', z, 0), math.div(gradients[0]!, applied(context, carrier, ones)), 0);
    const only = (share: string) =>
      node.inputs.map((_, k) => (k === carrier ? math.add(share, throughNode(context, carrier, evenly)) : undefined));
    if (nonNegative.has(x)) return only(shareOf(x, math.div(gradients[0]!, stabilised(math, z, epsilon))));
    const halves = [positivePart(math, x), negativePart(math, x)].map((part, k) => {
      const enlarged = math.add(z, math.mul(applied(context, carrier, part), gamma));
      const ofSign = math.where(
        math.op(k === 0 ? 'Greater' : 'Less', z, 0),
        math.div(gradients[0]!, stabilised(math, enlarged, epsilon)),
        0,
      );
      return shareOf(math.add(x, math.mul(part, gamma)), ofSign);
    });
    return only(math.add(halves[0], halves[1]));
  };

/** The node's output for another value of one input. */
function applied({ node, builder }: ReverseContext, carrier: number, value: string): string {
  return builder.op(
    node.op,
    node.inputs.map((name, k) => (k === carrier ? value : name)),
    node.attributes,
  );
}

/** The ordinary gradient with respect to one input. */
function throughNode(context: ReverseContext, carrier: number, signal: string): string {
  const wanted = context.wanted.map((_, k) => k === carrier);
  return gradientRule(context.node)!.backward({ ...context, wanted, gradients: [signal] })[carrier]!;
}
