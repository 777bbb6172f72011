import { OPSET, type Node } from '../../model';
import { Replacement } from '../replacement';
import type { UpgradeContext, Upgrader } from '../upgrader';

/** The operators that ONNX Runtime adds to ONNX, above all those that its optimiser makes of several. */
const MICROSOFT = 'com.microsoft';

/** Writes ONNX operators in place of a node; false where it has a form that is not known, and stays. */
type Decomposition = (node: Node, made: Replacement, context: UpgradeContext) => boolean;

/** An operator of ONNX Runtime taken apart into those of ONNX, so that gradients and all else follow by themselves. */
export function contributed(op: string, decompose: Decomposition, domain = MICROSOFT): Upgrader {
  return {
    ops: [op],
    domain,
    before: OPSET + 1,
    upgrade(node, context) {
      const made = new Replacement(node, context);
      return decompose(node, made, context) ? made.nodes : [node];
    },
  };
}

/** Whether anything reads an output beyond the first `known`. */
export const usesMore = ({ outputs }: Node, { isUsed }: UpgradeContext, known: number): boolean =>
  outputs.slice(known).some((name) => name !== '' && isUsed(name));
