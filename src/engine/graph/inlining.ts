import type { Attribute, Attributes, Graph, ModelFunction, Node, Weight } from './model';

/** Key of a function or of the node that calls it. */
export const functionKey = (domain: string, name: string, overload = ''): string => `${domain}:${name}:${overload}`;

/**
 * The nodes of a model function in place of a node that calls it. Inner tensors get the prefix; attribute references
 * take the call's values, or the function's defaults, and are dropped where neither gives one, so that the operator's
 * default holds.
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
  const actual = { ...called.defaults, ...call.attributes };
  return [...called.nodes.map((node) => inlinedNode(node, actual, rename, prefix)), ...passed];
}

/** Files may name attributes as JavaScript names properties of every object. */
const own = (attributes: Attributes, name: string): Attribute | undefined =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

function inlinedNode(node: Node, actual: Attributes, rename: (name: string) => string, prefix: string): Node {
  const attributes = Object.entries(node.attributes).flatMap(([name, attribute]): [string, Attribute][] => {
    if (attribute.kind === 'graph')
      return [[name, { kind: 'graph', value: inlinedGraph(attribute.value, actual, rename, prefix) }]];
    const value = attribute.kind === 'reference' ? own(actual, attribute.value) : attribute;
    return value ? [[name, value]] : [];
  });
  return {
    ...node,
    name: `${prefix}/${node.name || node.outputs[0]}`,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: Object.fromEntries(attributes),
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
