import type { ReverseContext } from '../gradient/rule';

/** The context with other tensors of the same shapes in place of the node's inputs. */
export function withInputsReplaced(context: ReverseContext, inputs: readonly string[]): ReverseContext {
  const originals = new Map(inputs.map((name, k) => [name, context.node.inputs[k]]));
  return {
    ...context,
    node: { ...context.node, inputs },
    shape: (tensor) => context.shape(originals.get(tensor) ?? tensor),
    constant: (tensor) => context.constant(originals.get(tensor) ?? tensor),
  };
}

/** What a rule hands to each input of its node, undefined where nothing. */
export type Shares = (string | undefined)[];
/** How a node's relevance (`context.gradients`) is handed to its inputs. */
export type RelevanceRule = (context: ReverseContext) => Shares;
