import type { Model, Node } from '../graph/model';
import type { ElementType } from '../tensor/tensor';
import type { RuleLookup } from './rule';

/** The targets and every tensor that a gradient with respect to them can come from. */
export function dependents(model: Model, targets: readonly string[], rules: RuleLookup): Set<string> {
  const cuts = cutting(model, rules);
  const dependent = new Set(targets);
  for (const node of model.graph.nodes) {
    if (passedInputs(node, rules).some((name) => dependent.has(name)) && !cuts(node))
      node.outputs.forEach((name) => name && dependent.add(name));
  }
  return dependent;
}

/** The inputs of a node that a gradient may pass. */
export function passedInputs(node: Node, rules: RuleLookup): readonly string[] {
  const fixed = rules(node)?.fixed;
  return fixed ? node.inputs.map((name, k) => (fixed.includes(k) ? '' : name)) : node.inputs;
}

/** Operators that would stop a gradient between `targets` and `outputs` because they have no rule. */
export function barriers(
  model: Model,
  targets: readonly string[],
  outputs: readonly string[],
  rules: RuleLookup,
): Node[] {
  const dependent = dependents(model, targets, rules);
  const stopped: Node[] = [];
  const reaching = new Set(outputs);
  for (const node of fromTheEnd(model)) {
    if (!node.outputs.some((name) => reaching.has(name) && dependent.has(name))) continue;
    const passed = passedInputs(node, rules);
    if (!passed.some((name) => dependent.has(name))) continue;
    if (rules(node)) passed.forEach((name) => reaching.add(name));
    else stopped.push(node);
  }
  return stopped;
}

/**
 * Where every path from `targets` to `outputs` is cut, so that the gradient is zero: the operators with piecewise
 * constant outputs that the targets reach, the one nearest to the outputs first. Empty where a path is left.
 */
export function cuts(model: Model, targets: readonly string[], outputs: readonly string[], rules: RuleLookup): Node[] {
  const dependent = dependents(model, targets, rules);
  if (outputs.some((name) => dependent.has(name))) return [];
  const reading = new Set(outputs);
  const isCut = cutting(model, rules);
  const found: Node[] = [];
  for (const node of fromTheEnd(model)) {
    if (!node.outputs.some((name) => reading.has(name))) continue;
    node.inputs.forEach((name) => reading.add(name));
    if (isCut(node) && node.inputs.some((name) => dependent.has(name))) found.push(node);
  }
  return found;
}

function* fromTheEnd({ graph: { nodes } }: Model): Generator<Node> {
  for (let i = nodes.length - 1; i >= 0; i--) yield nodes[i];
}

function cutting({ graph }: Model, rules: RuleLookup): (node: Node) => boolean {
  const inputs = new Map(graph.inputs.map((value) => [value.name, value.type]));
  const typeOf = (tensor: string): ElementType =>
    graph.weights.get(tensor)?.type ?? graph.values.get(tensor)?.type ?? inputs.get(tensor) ?? 'float32';
  return (node) => rules(node)?.cuts?.(node, typeOf) ?? false;
}
