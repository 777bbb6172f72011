import { numberAttribute, type Dimension, type Node } from '../model';
import { dependsOn } from '../shapes/dimension';
import { fromFront } from '../shapes/facts';
import { BATCH } from './fixer';

/** Default axis of the operators that keep the shape and work along one axis. */
const ALONG: Readonly<Record<string, number>> = { Softmax: -1, LogSoftmax: -1, Hardmax: -1, LpNormalization: -1 };

/**
 * Whether a node that keeps its input's shape works along the batch axis, so that one image would change another's
 * result.
 */
export function mixing(node: Node, shape: readonly Dimension[]): boolean {
  const batch = shape.findIndex((d) => dependsOn(d, BATCH));
  if (batch < 0) return false;
  if (node.op in ALONG) return fromFront(numberAttribute(node, 'axis', ALONG[node.op]), shape.length) === batch;
  return node.op === 'LayerNormalization' && fromFront(numberAttribute(node, 'axis', -1), shape.length) <= batch;
}
