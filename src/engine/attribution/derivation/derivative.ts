import { reverse } from '../../gradient/reverse';
import type { RuleLookup } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import type { Network } from '../../session/network';
import type { Program } from '../../session/program';

/** The name of the input that carries the gradient of the score, shaped like the tensor it starts from. */
export const OUTPUT_GRADIENT = 'outputGradient';
/** The output that holds the gradient with respect to a tensor. */
export const gradientName = (tensor: string): string => `gradient:${tensor}`;

export interface DerivativeRequest {
  /** Tensors whose gradients are wanted. */
  readonly wrt: readonly string[];
  /** Where the derivative starts; the logits by default. */
  readonly from?: string;
  /** Tensors of the forward pass to return as well. */
  readonly captures?: readonly string[];
  /** Other backward rules, with a name of their own. */
  readonly rules?: { readonly id: string; readonly lookup: RuleLookup };
}

/**
 * Appends the backward pass to a model whose graph holds `from` and `wrt`; outputs are the captures and the gradients.
 */
export function differentiated(model: Model, from: string, request: DerivativeRequest): Model {
  const captures = request.captures ?? [];
  const base = withOutputs(model, [
    from,
    ...captures,
    ...request.wrt.filter((t) => !model.graph.inputs.some((v) => v.name === t)),
  ]);
  const builder = new GraphBuilder(base, 'grad/');
  const shape = base.graph.values.get(from)?.shape ?? null;
  builder.input(OUTPUT_GRADIENT, 'float32', shape);
  const gradients = reverse(builder, {
    outputGradients: new Map([[from, OUTPUT_GRADIENT]]),
    targets: request.wrt,
    rules: request.rules?.lookup ?? gradientRule,
  });
  builder.clearOutputs();
  for (const tensor of captures) builder.output(tensor);
  for (const [tensor, gradient] of gradients)
    builder.output(gradient, gradientName(tensor), 'float32', base.graph.values.get(tensor)?.shape ?? null);
  return builder.build();
}

/** The program that computes the gradients of a tensor of the network, compiled once per request. */
export function derivativeProgram(network: Network, request: DerivativeRequest): Promise<Program> {
  const from = request.from ?? network.graph.logits;
  const key = `derivative:${request.rules?.id ?? ''}:${from}:${request.wrt.join()}:${(request.captures ?? []).join()}`;
  return network.program(key, () => differentiated(network.model, from, request));
}
