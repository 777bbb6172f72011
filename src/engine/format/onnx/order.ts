import type { Attribute, Graph, Node } from '../../graph/model';
import { capturedBy } from '../../graph/rewriting';
import { corrupt } from './weights';

/** Names of tensors that can be read. */
type Names = Pick<ReadonlySet<string>, 'has'>;
const NONE: Names = new Set();
const either = (...sets: readonly Names[]): Names => ({ has: (name) => sets.some((set) => set.has(name)) });

/**
 * The graph with every node behind those whose outputs it or its subgraphs read; files need not be written so. Nodes
 * that stand in order already keep their places.
 * @param outer tensors of the graphs around it
 * @throws LensError `corrupt-model` where nothing, or more than one node, makes a tensor, or nodes wait for each other
 */
export function sortedGraph(graph: Graph, outer: Names = NONE): Graph {
  const given = new Set([...graph.weights.keys(), ...graph.inputs.map((v) => v.name)]);
  const makers = makersOf(graph.nodes, given);
  const known = either(given, makers, outer);
  const nodes = sorted(graph.nodes, makers, known);
  const absent = graph.outputs.find((o) => !known.has(o.name));
  if (absent) throw corrupt(`nothing makes its output ${absent.name}`);
  return { ...graph, nodes };
}

/** The nodes of a function's body in order. */
export function sortedBody(nodes: readonly Node[], inputs: readonly string[]): readonly Node[] {
  const given = new Set(inputs);
  const makers = makersOf(nodes, given);
  return sorted(nodes, makers, either(given, makers));
}

function sorted(nodes: readonly Node[], makers: ReadonlyMap<string, Node>, known: Names): Node[] {
  const order = new Order(makers, new Map(nodes.map((node) => [node, readBy(node, known)])));
  for (const node of nodes) order.add(node);
  return order.nodes.map((node) => withSortedBodies(node, known));
}

/** @param given tensors that no node may make, as they are there already */
function makersOf(nodes: readonly Node[], given: Names): Map<string, Node> {
  const makers = new Map<string, Node>();
  for (const node of nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      const other = makers.get(name);
      if (other) throw corrupt(`${titleOf(other)} and ${titleOf(node)} both make the tensor ${name}`);
      if (given.has(name)) throw corrupt(`${titleOf(node)} makes the tensor ${name}, which is given already`);
      makers.set(name, node);
    }
  }
  return makers;
}

function readBy(node: Node, known: Names): string[] {
  const names = node.inputs.filter((name) => name !== '');
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined) throw corrupt(`${titleOf(node)} reads ${missing}, which nothing makes`);
  return [...names, ...capturedBy(node)];
}

/** Puts nodes behind those they read, depth first and without recursion: chains may be long. */
class Order {
  readonly nodes: Node[] = [];
  private readonly done = new Set<Node>();
  private readonly waiting = new Set<Node>();

  constructor(
    private readonly makers: ReadonlyMap<string, Node>,
    private readonly reads: ReadonlyMap<Node, readonly string[]>,
  ) {}

  add(first: Node): void {
    if (this.done.has(first)) return;
    const stack = [{ node: first, next: 0 }];
    this.waiting.add(first);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const name = this.reads.get(top.node)![top.next++];
      if (name === undefined) {
        stack.pop();
        this.finish(top.node);
        continue;
      }
      const maker = this.makers.get(name);
      if (!maker || this.done.has(maker)) continue;
      if (this.waiting.has(maker))
        throw circle(
          stack.map((entry) => entry.node),
          maker,
        );
      this.waiting.add(maker);
      stack.push({ node: maker, next: 0 });
    }
  }

  private finish(node: Node): void {
    this.waiting.delete(node);
    this.done.add(node);
    this.nodes.push(node);
  }
}

/** Nodes that a circle is told by, at most. */
const MOST_TOLD = 4;

function circle(path: readonly Node[], closing: Node): Error {
  const members = path.slice(path.indexOf(closing)).map(titleOf).reverse();
  const told = members.length > MOST_TOLD ? [...members.slice(0, MOST_TOLD), '…'] : members;
  return corrupt(
    members.length === 1
      ? `${told[0]} reads its own output`
      : `${told.join(', ')} wait for each other's outputs in a circle of ${members.length} nodes`,
  );
}

function withSortedBodies(node: Node, outer: Names): Node {
  const graphs = Object.entries(node.attributes).filter(([, attribute]) => attribute.kind === 'graph');
  if (graphs.length === 0) return node;
  const body = (attribute: Attribute): Attribute =>
    attribute.kind === 'graph' ? { kind: 'graph', value: sortedGraph(attribute.value, outer) } : attribute;
  return {
    ...node,
    attributes: Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, body(value)])),
  };
}

const titleOf = (node: Node): string => `${node.op} ${node.name || node.outputs[0] || ''}`.trim();
