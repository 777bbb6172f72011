import type { Model, Node } from '../graph/model';
import { hasTrait } from '../graph/operators';

const isPool = (node: Node): boolean => hasTrait(node, 'pooling') && hasTrait(node, 'window');

/**
 * Whether ONNX Runtime might take a Pad and the pool after it for one operator. It then pads the largest of negative
 * numbers with less than the 0 that Pad writes, counts the rows that a pool rounds up to anew, and refuses padding as
 * wide as the window. The two may stand apart in the graph: transposes between them are moved away.
 */
export function padsBeforePools({ graph }: Model): boolean {
  return graph.nodes.some(({ op, domain }) => domain === '' && op === 'Pad') && graph.nodes.some(isPool);
}
