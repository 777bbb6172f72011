import type { Graph, Model, Node } from './model';

/** Which node makes each tensor. */
export function producers(graph: Graph): Map<string, Node> {
  const made = new Map<string, Node>();
  for (const node of graph.nodes) for (const name of node.outputs) if (name) made.set(name, node);
  return made;
}

/** Which nodes read each tensor. */
export function consumers(graph: Graph): Map<string, Node[]> {
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const name of new Set(node.inputs)) {
      if (!name) continue;
      const list = readers.get(name);
      if (list) list.push(node);
      else readers.set(name, [node]);
    }
  }
  return readers;
}

/** Tensors of outer scope that the subgraphs of a node read. */
export function capturedBy(node: Node): string[] {
  const names: string[] = [];
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.kind !== 'graph') continue;
    const inner = new Set<string>([...attribute.value.inputs.map((v) => v.name), ...attribute.value.weights.keys()]);
    for (const child of attribute.value.nodes) {
      for (const name of [...child.inputs, ...capturedBy(child)]) if (name && !inner.has(name)) names.push(name);
      child.outputs.forEach((name) => inner.add(name));
    }
    for (const value of attribute.value.outputs) if (!inner.has(value.name)) names.push(value.name);
  }
  return names;
}

/**
 * The model without the nodes, weights and inputs on which no output depends; ONNX Runtime does not do this for
 * unfetched outputs.
 */
export function pruned(model: Model): Model {
  const { graph } = model;
  const needed = new Set(graph.outputs.map((o) => o.name));
  const kept: Node[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i];
    if (!node.outputs.some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of [...node.inputs, ...capturedBy(node)]) if (name) needed.add(name);
  }
  return {
    ...model,
    graph: {
      ...graph,
      nodes: kept.reverse(),
      inputs: graph.inputs.filter((v) => needed.has(v.name)),
      weights: new Map([...graph.weights].filter(([name]) => needed.has(name))),
    },
  };
}

/** The model with other outputs, pruned to them; types and shapes are taken from what is known of the tensors. */
export function withOutputs(model: Model, names: readonly string[]): Model {
  const known = new Map([...model.graph.values, ...model.graph.outputs.map((o) => [o.name, o] as const)]);
  const outputs = names.map((name) => known.get(name) ?? { name, type: 'float32' as const, shape: null });
  return pruned({ ...model, graph: { ...model.graph, outputs } });
}

/**
 * The nodes on which `tensor` does not depend are kept, and `tensors` become inputs: the part of the model after them.
 */
export function withInputs(model: Model, tensors: readonly string[]): Model {
  const { graph } = model;
  const cut = new Set(tensors);
  const inputs = tensors.map((name) => graph.values.get(name) ?? { name, type: 'float32' as const, shape: null });
  const nodes = graph.nodes.filter((node) => !node.outputs.some((name) => cut.has(name)));
  return pruned({ ...model, graph: { ...graph, nodes, inputs: [...inputs, ...graph.inputs] } });
}

/** The inputs on which a tensor depends. */
function inputsOf(graph: Graph, tensor: string): Set<string> {
  const needed = new Set([tensor]);
  for (let i = graph.nodes.length - 1; i >= 0; i--)
    if (graph.nodes[i].outputs.some((name) => needed.has(name)))
      graph.nodes[i].inputs.forEach((name) => needed.add(name));
  return new Set(graph.inputs.map(({ name }) => name).filter((name) => needed.has(name)));
}

/**
 * What the nodes after `tensor` read beside it of what is computed from the same inputs: the other end of a residual
 * connection around it. Whole numbers (shapes) are left out.
 * @param held tensors that stay what they are, even those that depend on `tensor`
 */
export function tensorsBeside({ graph }: Model, tensor: string, held: readonly string[] = []): string[] {
  const cut = new Set([tensor, ...held]);
  const computed = inputsOf(graph, tensor);
  const after = new Set([tensor]);
  const beside = new Set<string>();
  for (const node of graph.nodes) {
    if (node.inputs.some((name) => computed.has(name))) node.outputs.forEach((name) => computed.add(name));
    if (node.outputs.some((name) => cut.has(name)) || !node.inputs.some((name) => after.has(name))) continue;
    node.outputs.forEach((name) => after.add(name));
    for (const name of node.inputs)
      if (!after.has(name) && computed.has(name) && graph.values.get(name)?.type === 'float32') beside.add(name);
  }
  graph.inputs.forEach(({ name }) => beside.delete(name));
  return [...beside];
}

/** The model with every tensor of `graph.nodes` renamed, weights and `keep` excepted. */
export function renamedNodes(nodes: readonly Node[], rename: (tensor: string) => string): Node[] {
  return nodes.map((node) => ({
    ...node,
    name: rename(node.name),
    inputs: node.inputs.map((name) => (name ? rename(name) : '')),
    outputs: node.outputs.map((name) => (name ? rename(name) : '')),
  }));
}
