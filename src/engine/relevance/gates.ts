import type { Model } from '../graph/model';
import { hasTrait } from '../graph/operators';

/**
 * Tensors that weigh others: a gate's output, also moved or scaled by constants (attention, squeeze-and-excitation,
 * GELU written out).
 */
export function gateTensors(model: Model, dependents: ReadonlySet<string>): ReadonlySet<string> {
  const gates = new Set<string>();
  for (const node of model.graph.nodes) {
    const varying = node.inputs.filter((name) => dependents.has(name));
    const passes = hasTrait(node, 'moving', 'arithmetic') && varying.length === 1 && gates.has(varying[0]);
    if (varying.length > 0 && (hasTrait(node, 'gate') || passes))
      node.outputs.forEach((name) => name && gates.add(name));
  }
  return gates;
}
