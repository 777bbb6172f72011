import { numberAttribute } from '../graph/model';
import { numbersOf, weightOf } from '../graph/weight';
import { undifferentiable } from './arithmetic';
import type { ReverseContext } from './rule';
import { axisOf, rankOf } from './shaping';

/** What a reduction takes together. */
export interface Reduction {
  readonly x: string;
  /** Output and gradient, with reduced axes of length 1. */
  readonly y: string;
  readonly g: string;
  /** From 0. */
  readonly axes: readonly number[];
}

/** The node as a reduction; undefined where it is asked to do nothing. */
export function reductionOf(context: ReverseContext): Reduction | undefined {
  const { node, gradients } = context;
  const axes = reducedAxes(context);
  if (axes === undefined) return undefined;
  const [y, g] = [node.outputs[0], gradients[0]!].map((tensor) => withReducedAxes(context, tensor, axes));
  return { x: node.inputs[0], y, g, axes };
}

function reducedAxes(context: ReverseContext): number[] | undefined {
  const { node } = context;
  const rank = rankOf(context, node.inputs[0]);
  const input = node.inputs[1];
  const constant = input ? context.constant(input) : undefined;
  if (input && !constant) throw undifferentiable(context, 'its axes are computed');
  const axes = constant ? numbersOf(weightOf(constant)) : [];
  if (axes.length > 0) return axes.map((axis) => axisOf(axis, rank));
  return numberAttribute(node, 'noop_with_empty_axes', 0) ? undefined : Array.from({ length: rank }, (_, k) => k);
}

/** A tensor of the output's shape with the reduced axes as axes of length 1. */
export function withReducedAxes({ node, builder }: ReverseContext, tensor: string, axes: readonly number[]): string {
  if (numberAttribute(node, 'keepdims', 1)) return tensor;
  return builder.op('Unsqueeze', [tensor, builder.integers(...axes)]);
}
