import type { Graph, Node } from './model';
import { hasTrait } from './operators';

/** The nodes on which a tensor depends, in graph order. */
export function ancestorsOf(graph: Graph, tensor: string): Node[] {
  const needed = new Set([tensor]);
  const found: Node[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i];
    if (!node.outputs.some((name) => needed.has(name))) continue;
    found.push(node);
    node.inputs.forEach((name) => needed.add(name));
  }
  return found.reverse();
}

/** The nodes that an input tells something; its shape alone is nothing. */
export function descendantsOf(graph: Graph, input: string): Set<Node> {
  const told = new Set([input]);
  const found = new Set<Node>();
  for (const node of graph.nodes) {
    if (hasTrait(node, 'shapeOnly') || !node.inputs.some((name) => told.has(name))) continue;
    found.add(node);
    node.outputs.forEach((name) => told.add(name));
  }
  return found;
}

/**
 * Tensors through which everything runs that the inputs tell the last of these nodes: where a residual sum or a Concat
 * closes, say.
 */
export function bottlenecks(graph: Graph, nodes: readonly Node[]): Set<string> {
  const waiting = new Map<string, number>();
  for (const node of nodes) for (const name of new Set(node.inputs)) waiting.set(name, (waiting.get(name) ?? 0) + 1);
  const open = new Set(graph.inputs.map((v) => v.name).filter((name) => waiting.has(name)));
  const dynamic = new Set(open);
  const found = new Set<string>();
  for (const node of nodes) {
    const depends = node.inputs.some((name) => dynamic.has(name)) && !hasTrait(node, 'shapeOnly');
    for (const name of new Set(node.inputs)) {
      waiting.set(name, waiting.get(name)! - 1);
      if (waiting.get(name) === 0) open.delete(name);
    }
    if (!depends) continue;
    for (const name of node.outputs) {
      dynamic.add(name);
      if (waiting.has(name)) open.add(name);
    }
    if (open.size <= 1) found.add(node.outputs[0]);
  }
  return found;
}
