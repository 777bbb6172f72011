import { Arithmetic } from '../../gradient/arithmetic';
import type { RelevanceRule } from '../context';
import { distributed, toInput, type Part } from '../distribution';
import { linearLayer, negativePart, positivePart, type LinearLayer } from '../linear-layer';

/** The products that raise z (with the bias' positive part), and those that lower it. */
export interface SignedParts {
  readonly raising: readonly Part[];
  readonly lowering: readonly Part[];
}

/** x⁺w⁺ + x⁻w⁻ + b⁺ and x⁺w⁻ + x⁻w⁺ + b⁻; an input that is never negative has no x⁻. */
function signedParts(math: Arithmetic, layer: LinearLayer, nonNegative: boolean): SignedParts {
  const weights = [positivePart(math, layer.weight), negativePart(math, layer.weight)];
  const biases = layer.bias ? [positivePart(math, layer.bias), negativePart(math, layer.bias)] : [];
  const positive = nonNegative ? layer.input : positivePart(math, layer.input);
  const negative = nonNegative ? undefined : negativePart(math, layer.input);
  const parts = (same: number): Part[] => [
    { input: positive, weight: weights[same], bias: biases[same] },
    ...(negative ? [{ input: negative, weight: weights[1 - same] }] : []),
  ];
  return { raising: parts(0), lowering: parts(1) };
}

/**
 * LRP-αβ: α of the relevance in proportion to what raises z, −β in proportion to what lowers it; α − β = 1 conserves.
 * Bach et al. 2015
 */
export const alphaBeta =
  (alpha: number, beta: number, epsilon: number, nonNegative: ReadonlySet<string>): RelevanceRule =>
  (context) => {
    const layer = linearLayer(context);
    const math = new Arithmetic(context);
    const { raising, lowering } = signedParts(math, layer, nonNegative.has(layer.input));
    const share = (parts: readonly Part[]) => distributed(context, layer, parts, context.gradients[0]!, epsilon);
    const raised = share(raising);
    if (beta === 0) return toInput(context, alpha === 1 ? raised : math.mul(raised, alpha));
    return toInput(context, math.sub(math.mul(raised, alpha), math.mul(share(lowering), beta)));
  };

/** LRP-z⁺: α = 1, β = 0. Montavon et al. 2017 */
export const plus = (epsilon: number, nonNegative: ReadonlySet<string>): RelevanceRule =>
  alphaBeta(1, 0, epsilon, nonNegative);
