import { numberAttribute, type Dimension, type Node } from '../model';
import { dependsOn } from '../shapes/dimension';
import { fromFront } from '../shapes/facts';
import { BATCH } from './fixer';

/** Operators that keep the shape and work along one axis, by default the last. */
const ALONG: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Hardmax', 'LpNormalization']);

/**
 * Whether a node that keeps its input's shape works along the batch axis, so that one image would change another's
 * result.
 */
export function mixing(node: Node, shape: readonly Dimension[]): boolean {
  const batch = shape.findIndex((d) => dependsOn(d, BATCH));
  if (batch < 0) return false;
  if (ALONG.has(node.op)) return fromFront(numberAttribute(node, 'axis', -1), shape.length) === batch;
  return node.op === 'LayerNormalization' && fromFront(numberAttribute(node, 'axis', -1), shape.length) <= batch;
}
