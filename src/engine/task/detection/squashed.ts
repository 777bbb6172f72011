import type { Graph } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { producers } from '../../graph/rewriting';

/** Whether a sigmoid lies between the last convolutions and a tensor: then it, or a part of it, is from 0 to 1. */
export function isSquashed(graph: Graph, tensor: string): boolean {
  const made = producers(graph);
  const seen = new Set<string>();
  const reaches = (name: string): boolean => {
    const node = made.get(name);
    if (!node || seen.has(name) || hasTrait(node, 'convolution')) return false;
    seen.add(name);
    return node.op === 'Sigmoid' || node.inputs.some(reaches);
  };
  return reaches(tensor);
}
