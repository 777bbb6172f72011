import { numberAttribute, type Dimension, type Node } from '../model';
import { hasTrait } from '../operators';
import { dependsOn } from '../shapes/dimension';
import { fromFront } from '../shapes/facts';
import { BATCH } from './fixer';

/**
 * Whether a node that keeps its input's shape works along the batch axis, so that one image would change another's
 * result.
 */
export function mixing(node: Node, shape: readonly Dimension[]): boolean {
  const batch = shape.findIndex((d) => dependsOn(d, BATCH));
  if (batch < 0) return false;
  if (hasTrait(node, 'alongAxis')) return fromFront(numberAttribute(node, 'axis', -1), shape.length) === batch;
  return node.op === 'LayerNormalization' && fromFront(numberAttribute(node, 'axis', -1), shape.length) <= batch;
}
