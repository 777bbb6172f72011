import { Arithmetic } from '../../gradient/arithmetic';
import type { RelevanceRule } from '../context';
import { stabilised, toInput } from '../distribution';
import { linearLayer, negativePart, positivePart } from '../linear-layer';
import { spreadEvenly } from './evenly';

export interface GammaOptions {
  readonly gamma: number;
  readonly epsilon: number;
  /**
   * Leaves biases out of every denominator, so that they absorb no relevance; what reached a unit that sees nothing but
   * zeros, and owes its value to its bias alone, is spread evenly over what it sees.
   */
  readonly withoutBias?: boolean;
  readonly nonNegative: ReadonlySet<string>;
}

/**
 * Generalised LRP-γ: where z > 0 what raises z counts (1 + γ)-fold, where z < 0 what lowers it, so that no denominator
 * is smaller than z itself: z′ = z + γ (the terms of z with its own sign), R_in = x · Wᵀ (R / z′) + γ (those terms
 * again). With W⁺ = max(W, 0) what raises z is W⁺|x| + W x⁻, and what lowers it the rest: W⁺ is the only weight made.
 * Montavon et al. 2019, https://doi.org/10.1007/978-3-030-28954-6_10; Andéol et al. 2021, arXiv:2111.10248
 */
export const gammaRule =
  ({ gamma, epsilon, withoutBias, nonNegative }: GammaOptions): RelevanceRule =>
  (context) => {
    const layer = linearLayer(context);
    const [relevance] = context.gradients;
    const math = new Arithmetic(context);
    const bias = withoutBias ? undefined : layer.bias;
    const { input: x, weight } = layer;
    const positive = positivePart(math, weight);
    const size = nonNegative.has(x) ? x : math.op('Abs', x);
    const negative = nonNegative.has(x) ? undefined : negativePart(math, x);
    const z = withoutBias ? layer.forward(x, weight) : context.node.outputs[0];
    const ofSize = layer.forward(size, positive, bias && positivePart(math, bias));
    const raised = negative ? math.add(ofSize, layer.forward(negative, weight)) : ofSize;
    const signal = (sign: 'Greater' | 'Less', terms: string) =>
      math.where(
        math.op(sign, z, 0),
        math.div(relevance!, stabilised(math, math.add(z, math.mul(terms, gamma)), epsilon)),
        0,
      );
    const [above, below] = [signal('Greater', raised), signal('Less', math.sub(z, raised))];
    // γ (raising terms above + lowering terms below) = γ (raising terms of above − below) + γ (all terms of below).
    const whole = math.add(above, math.mul(below, 1 + gamma));
    const again = math.mul(math.sub(above, below), gamma);
    const shares = [math.mul(x, layer.backward(whole, weight)), math.mul(size, layer.backward(again, positive))];
    if (negative) shares.push(math.mul(negative, layer.backward(again, weight)));
    if (withoutBias) shares.push(spreadEvenly(context, layer, math.where(math.op('Equal', z, 0), relevance!, 0)));
    return toInput(
      context,
      shares.reduce((sum, share) => math.add(sum, share)),
    );
  };
