import type { Tensor } from '../../tensor/tensor';
import type { Dimension, Node } from '../model';
import type { Facts } from '../shapes/facts';

/** The symbol of the batch axis in every opened model. */
export const BATCH = 'batch';

/** What a fixer may ask about its node. */
export interface BatchContext {
  readonly node: Node;
  /** Facts of a tensor with the batch axis free. */
  live(tensor: string): Facts | undefined;
  /** Shape of a tensor at the batch size the model was exported with. */
  stated(tensor: string): readonly Dimension[] | null;
  /** That batch size. */
  readonly size: number;
  /** Whether a tensor leaves the graph, or only functions of each number come between. */
  isLast(tensor: string): boolean;
  /** Stores a constant and returns its name. */
  constant(tensor: Tensor, hint: string): string;
  fresh(hint: string): string;
}

/** The nodes that take a node's place, and what to tell people about it. */
export interface BatchFix {
  readonly nodes: readonly Node[];
  readonly change: string;
  /** One image keeps an axis that the model drops for it: the shapes of what follows are those with the axis. */
  readonly keepsBatch?: boolean;
}

/** Rewrites an operator that insists on the batch size it was exported with. */
export interface BatchFixer {
  readonly ops: readonly string[];
  /** Undefined where the node is right as it is. @throws LensError where it cannot be made to work for every batch */
  fix(context: BatchContext): BatchFix | undefined;
}

/** A node added beside another. */
export function added(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Node['attributes'] = {},
): Node {
  return { name: output, op, domain: '', inputs, outputs: [output], attributes };
}
