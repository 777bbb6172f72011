import { stringAttribute, type Model, type Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { floatsOf } from '../graph/weight';

/** Tensors that hold no negative number whatever the input: for them the negative half of a rule is left out. */
export function nonNegativeTensors(model: Model): ReadonlySet<string> {
  const known = new Set<string>();
  for (const node of model.graph.nodes) {
    if (node.domain === '' && isNonNegative(node, known, model))
      node.outputs.forEach((name) => name && known.add(name));
  }
  return known;
}

function isNonNegative(node: Node, known: ReadonlySet<string>, model: Model): boolean {
  if (hasTrait(node, 'nonNegative')) return true;
  if (node.op === 'Clip') return lowerBound(node, model) >= 0;
  if (node.op === 'Pad')
    return known.has(node.inputs[0]) && stringAttribute(node, 'mode', 'constant') === 'constant' && !node.inputs[2];
  const values = hasTrait(node, 'several') ? node.inputs : node.inputs.slice(0, 1);
  return hasTrait(node, 'keepsSign') && values.every((name) => known.has(name));
}

function lowerBound(node: Node, model: Model): number {
  const weight = node.inputs[1] ? model.graph.weights.get(node.inputs[1]) : undefined;
  return weight ? floatsOf(weight).data[0] : -Infinity;
}
