import type { Attribute, Attributes, Graph, ModelFunction, Node, Weight } from './model';

/** Key of a function or of the node that calls it. */
export const functionKey = (domain: string, name: string): string => `${domain}:${name}`;

/**
 * The nodes of a model function in place of a node that calls it. Inner tensors get the prefix; attribute references
 * take the call's values, and are dropped where the call leaves the attribute out, so that the operator's default
 * holds.
 */
export function functionBody(call: Node, called: ModelFunction, prefix: string): Node[] {
  const names = new Map<string, string>();
  called.inputs.forEach((name, k) => names.set(name, call.inputs[k] ?? ''));
  const made = new Set(called.nodes.flatMap((node) => node.outputs));
  called.outputs.forEach((name, k) => made.has(name) && call.outputs[k] && names.set(name, call.outputs[k]));
  const rename = (name: string): string => (name === '' ? '' : (names.get(name) ?? `${prefix}/${name}`));
  const passed = called.outputs.flatMap((name, k): Node[] => {
    if (made.has(name) || !call.outputs[k]) return [];
    return [
      {
        name: `${prefix}/pass_${k}`,
        op: 'Identity',
        domain: '',
        inputs: [rename(name)],
        outputs: [call.outputs[k]],
        attributes: {},
      },
    ];
  });
  return [...called.nodes.map((node) => inlinedNode(node, call.attributes, rename, prefix)), ...passed];
}

function inlinedNode(node: Node, actual: Attributes, rename: (name: string) => string, prefix: string): Node {
  const attributes: Record<string, Attribute> = {};
  for (const [name, attribute] of Object.entries(node.attributes)) {
    const value = attribute.kind === 'reference' ? actual[attribute.value] : attribute;
    if (value)
      attributes[name] =
        value.kind === 'graph' ? { kind: 'graph', value: inlinedGraph(value.value, actual, rename, prefix) } : value;
  }
  return {
    ...node,
    name: `${prefix}/${node.name || node.outputs[0]}`,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes,
  };
}

function inlinedGraph(graph: Graph, actual: Attributes, rename: (name: string) => string, prefix: string): Graph {
  return {
    ...graph,
    inputs: graph.inputs.map((v) => ({ ...v, name: rename(v.name) })),
    outputs: graph.outputs.map((v) => ({ ...v, name: rename(v.name) })),
    weights: new Map([...graph.weights].map(([name, weight]) => [rename(name), weight])),
    values: new Map(),
    nodes: graph.nodes.map((node) => inlinedNode(node, actual, rename, prefix)),
  };
}

/** The nodes and weights of a branch in place of the `If` whose condition is known; inner tensors get the prefix. */
export function branchBody(
  node: Node,
  branch: Graph,
  prefix: string,
): { readonly nodes: readonly Node[]; readonly weights: ReadonlyMap<string, Weight> } {
  const inner = new Set([...branch.weights.keys(), ...branch.nodes.flatMap((n) => n.outputs)]);
  const rename = (name: string): string => (inner.has(name) && name !== '' ? `${prefix}/${name}` : name);
  const body = branch.nodes.map((n) => inlinedNode(n, {}, rename, prefix));
  const results = branch.outputs.flatMap((value, k): Node[] => {
    if (!node.outputs[k]) return [];
    return [
      {
        name: `${prefix}/result_${k}`,
        op: 'Identity',
        domain: '',
        inputs: [rename(value.name)],
        outputs: [node.outputs[k]],
        attributes: {},
      },
    ];
  });
  return {
    nodes: [...body, ...results],
    weights: new Map([...branch.weights].map(([name, weight]) => [rename(name), weight])),
  };
}
