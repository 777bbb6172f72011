import type { Model } from '../graph/model';

/** The tensor and every tensor computed from it. */
export function dependentsOf(model: Model, tensor: string): ReadonlySet<string> {
  const dependent = new Set([tensor]);
  for (const node of model.graph.nodes) {
    if (node.inputs.some((name) => dependent.has(name))) node.outputs.forEach((name) => name && dependent.add(name));
  }
  return dependent;
}
