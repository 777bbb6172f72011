import { Arithmetic } from '../gradient/arithmetic';
import type { ReverseContext } from '../gradient/rule';
import { shapeTensor } from '../gradient/shaping';
import type { Shares } from './context';
import type { LinearLayer } from './linear-layer';

/** One product of a layer's denominator: an input and a weight (each possibly only in part), and a bias. */
export interface Part {
  readonly input: string;
  readonly weight: string;
  readonly bias?: string;
}

/** z + ε sign(z) with sign(0) = 1. */
export function stabilised(math: Arithmetic, z: string, epsilon: number): string {
  return math.add(z, math.where(math.op('Less', z, 0), -epsilon, epsilon));
}

/** z = Σ_k W_k x_k + b_k. */
function denominator(math: Arithmetic, layer: LinearLayer, parts: readonly Part[]): string {
  return parts
    .map(({ input, weight, bias }) => layer.forward(input, weight, bias))
    .reduce((sum, part) => math.add(sum, part));
}

/** Σ_k x_k · W_kᵀ s. */
function gathered(math: Arithmetic, layer: LinearLayer, parts: readonly Part[], signal: string): string {
  return parts
    .map(({ input, weight }) => math.mul(input, layer.backward(signal, weight)))
    .reduce((sum, part) => math.add(sum, part));
}

/** R_in = Σ_k x_k · W_kᵀ (R / (z + ε sign z)): relevance in proportion to what each input adds to z. */
export function distributed(
  context: ReverseContext,
  layer: LinearLayer,
  parts: readonly Part[],
  relevance: string,
  epsilon: number,
): string {
  const math = new Arithmetic(context);
  const signal = math.div(relevance, stabilised(math, denominator(math, layer, parts), epsilon));
  return gathered(math, layer, parts, signal);
}

/** A layer's result as the rule's: the share of the one input that is not a weight. */
export const toInput = ({ wanted }: ReverseContext, share: string): Shares =>
  wanted.map((w) => (w ? share : undefined));

/** A value (a scalar, or one per channel with axes of length 1) repeated to the shape of a tensor. */
export const filledLike = (context: ReverseContext, value: string, tensor: string): string =>
  context.builder.op('Expand', [value, shapeTensor(context, tensor)]);
