import type { ReverseContext } from '../gradient/rule';

/** The context with other tensors of the same shapes in place of the node's inputs and, if given, outputs. */
export function withTensorsReplaced(
  context: ReverseContext,
  inputs: readonly string[],
  outputs: readonly string[] = context.node.outputs,
): ReverseContext {
  const { node } = context;
  const originals = new Map([
    ...inputs.map((name, k) => [name, node.inputs[k]] as const),
    ...outputs.map((name, k) => [name, node.outputs[k]] as const),
  ]);
  return {
    ...context,
    node: { ...node, inputs, outputs },
    shape: (tensor) => context.shape(originals.get(tensor) ?? tensor),
    constant: (tensor) => context.constant(originals.get(tensor) ?? tensor),
  };
}

/** What a rule hands to each input of its node, undefined where nothing. */
export type Shares = (string | undefined)[];
/** How a node's relevance (`context.gradients`) is handed to its inputs. */
export type RelevanceRule = (context: ReverseContext) => Shares;
