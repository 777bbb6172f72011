import type { Graph } from './model';
import { hasTrait } from './operators';
import { ancestorsOf } from './path';

/**
 * Whether a tensor already holds the scores, one channel per class over positions: all that leads from it to the logits
 * only pools, resizes, moves or bends each number.
 */
export function isScoreMap(graph: Graph, tensor: string, logits: string): boolean {
  const after = new Set([tensor]);
  for (const node of ancestorsOf(graph, logits)) {
    if (node.outputs.includes(tensor) || !node.inputs.some((name) => after.has(name))) continue;
    if (hasTrait(node, 'shapeOnly')) continue;
    if (!hasTrait(node, 'pooling', 'resampling', 'reduction', 'moving', 'activation')) return false;
    node.outputs.forEach((name) => after.add(name));
  }
  return after.has(logits);
}
