import type { Model } from './model';
import { hasTrait } from './operators';
import { capturedBy } from './rewriting';

/** Outputs of nodes that depend on weights alone, none of which is about to be learned. */
export function constantTensors({ graph }: Model): Set<string> {
  const constant = new Set([...graph.weights].flatMap(([name, { variable }]) => (variable ? [] : [name])));
  const computed = new Set<string>();
  for (const node of graph.nodes) {
    const depends = [...node.inputs, ...capturedBy(node)].filter(Boolean);
    if (hasTrait(node, 'random') || !depends.every((name) => constant.has(name))) continue;
    for (const name of node.outputs) {
      constant.add(name);
      computed.add(name);
    }
  }
  return computed;
}
