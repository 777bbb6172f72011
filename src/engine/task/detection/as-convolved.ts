import type { Graph } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { producers } from '../../graph/rewriting';

/** Whether numbers come from convolutions as they are, or through a sigmoid: then the boxes are not decoded yet. */
export function isAsConvolved(graph: Graph, output: string): boolean {
  const made = producers(graph);
  const seen = new Set<string>();
  const isPlain = (tensor: string): boolean => {
    const node = made.get(tensor);
    if (!node || seen.has(tensor) || hasTrait(node, 'convolution')) return true;
    seen.add(tensor);
    if (node.op === 'Concat') return node.inputs.every(isPlain);
    return (hasTrait(node, 'moving') || hasTrait(node, 'probability')) && isPlain(node.inputs[0]);
  };
  return isPlain(output);
}
