import { Arithmetic } from '../../gradient/arithmetic';
import type { RelevanceRule } from '../context';
import { denominator, gathered, stabilised, toInput, type Part } from '../distribution';
import { linearLayer, type LinearLayer } from '../linear-layer';
import { signedParts } from './alpha-beta';

export interface GammaOptions {
  readonly gamma: number;
  readonly epsilon: number;
  /** Leaves biases out of every denominator, so that they absorb no relevance. */
  readonly withoutBias?: boolean;
  readonly nonNegative: ReadonlySet<string>;
}

/**
 * Generalised LRP-γ: where z > 0 what raises z counts (1 + γ)-fold, where z < 0 what lowers it, so that no denominator is
 * smaller than z itself: R_in = Σ parts of x · Wᵀ (R / z′), z′ = z + γ (the parts of z with its own sign).
 * Montavon et al. 2019, https://doi.org/10.1007/978-3-030-28954-6_10; Andéol et al. 2021, arXiv:2111.10248
 */
export const gammaRule = ({ gamma, epsilon, withoutBias, nonNegative }: GammaOptions): RelevanceRule => (context) => {
  const whole = linearLayer(context);
  const layer: LinearLayer = withoutBias ? { ...whole, bias: undefined } : whole;
  const math = new Arithmetic(context);
  const { raising, lowering } = signedParts(math, layer, nonNegative.has(layer.input));
  const [raised, lowered] = [raising, lowering].map((parts) => denominator(math, layer, parts));
  const z = withoutBias ? math.add(raised, lowered) : context.node.outputs[0];
  const shares = ([['Greater', raised, raising], ['Less', lowered, lowering]] as const).map(([sign, extra, parts]) => {
    const enlarged = stabilised(math, math.add(z, math.mul(extra, gamma)), epsilon);
    const signal = math.where(math.op(sign, z, 0), math.div(context.gradients[0]!, enlarged), 0);
    return gathered(math, layer, enlargedParts(math, layer, parts, gamma), signal);
  });
  return toInput(context, math.add(shares[0], shares[1]));
};

/** The positive and the negative half of the input, each with the weights that count more for it. */
function enlargedParts(math: Arithmetic, layer: LinearLayer, parts: readonly Part[], gamma: number): Part[] {
  return parts.map((part) => ({ ...part, weight: math.add(layer.weight, math.mul(part.weight, gamma)) }));
}
