import { LensError } from '../../../protocol/error';
import type { Port, TensorFlowNode } from './node';
import { operatorConverter } from './ops';

/** The part of a TensorFlow graph that can be imported. */
export interface Extent {
  /** Nodes to build, each after those it reads. */
  readonly nodes: readonly TensorFlowNode[];
  /** Nodes whose result is fed: placeholders, or what a preprocessor that cannot be imported hands over. */
  readonly inputs: readonly TensorFlowNode[];
  readonly outputs: readonly Port[];
  /** What was left out, one sentence each. */
  readonly warnings: readonly string[];
}

const SOURCES = new Set(['Placeholder', 'Const']);
/** Operators that make a network one: what lies before the first of them is preprocessing. */
const LINEAR = new Set([
  'Conv2D',
  '_FusedConv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2dNative',
  'Conv2DBackpropInput',
  'MatMul',
  '_FusedMatMul',
]);

const isKnown = (node: TensorFlowNode): boolean => SOURCES.has(node.op) || operatorConverter(node.op) !== undefined;

/**
 * Cuts what cannot be imported off both ends: a preprocessor before the network (its result becomes the input), and
 * what follows the scores, such as non-maximum suppression (what it reads becomes the outputs).
 * @throws LensError naming operators in the middle
 */
export function extentOf(all: ReadonlyMap<string, TensorFlowNode>, outputs: readonly Port[]): Extent {
  const order = ordered(all, outputs);
  const linearBelow = reaches(order, (node) => LINEAR.has(node.op));
  const dropped = new Set<string>();
  const fed = new Set<string>();
  const inside = new Set<string>();
  const afterLinear = dependents(order);
  for (const node of order) {
    if (node.inputs.some((port) => dropped.has(port.node))) dropped.add(node.name);
    else if (isKnown(node)) continue;
    else if (linearBelow.has(node.name)) (afterLinear.has(node.name) ? inside : fed).add(node.name);
    else dropped.add(node.name);
  }
  if (inside.size > 0) throw middle([...inside].map((name) => all.get(name)!));
  const kept = [...outputs.filter((port) => !dropped.has(port.node)), ...frontier(order, dropped)];
  const nodes = ordered(all, kept, fed);
  const inputs = nodes.filter((node) => node.op === 'Placeholder' || fed.has(node.name));
  if (inputs.length > 1 && fed.size > 0) throw middle([...fed].map((name) => all.get(name)!));
  if (kept.length === 0) throw middle(order.filter((node) => !isKnown(node)));
  const ends = order.filter((node) => dropped.has(node.name) && !isKnown(node));
  return {
    nodes,
    inputs,
    outputs: unique(kept),
    warnings: [...cutBefore(inputs.filter((node) => fed.has(node.name))), ...cutAfter(ends)],
  };
}

/** What nodes that are left out read of the network: its scores and boxes. */
function frontier(order: readonly TensorFlowNode[], dropped: ReadonlySet<string>): Port[] {
  const depends = dependents(order);
  return order
    .filter((node) => dropped.has(node.name))
    .flatMap((node) => node.inputs)
    .filter((port) => !dropped.has(port.node) && depends.has(port.node));
}

/** Nodes that depend on a linear one. */
function dependents(order: readonly TensorFlowNode[]): Set<string> {
  const found = new Set<string>();
  for (const node of order)
    if (LINEAR.has(node.op) || node.inputs.some((port) => found.has(port.node))) found.add(node.name);
  return found;
}

/** Nodes from which a node of some kind can be reached. */
function reaches(order: readonly TensorFlowNode[], is: (node: TensorFlowNode) => boolean): Set<string> {
  const found = new Set<string>();
  for (const node of [...order].reverse())
    if (is(node) || found.has(node.name)) node.inputs.forEach((port) => found.add(port.node));
  return found;
}

/** Ancestors of some results in the order of computation; what is fed has none. */
function ordered(
  all: ReadonlyMap<string, TensorFlowNode>,
  outputs: readonly Port[],
  fed: ReadonlySet<string> = new Set(),
): TensorFlowNode[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const order: TensorFlowNode[] = [];
  const stack = outputs.map((port) => port.node).reverse();
  while (stack.length > 0) {
    const name = stack[stack.length - 1];
    const node = all.get(name);
    if (!node)
      throw new LensError({
        code: 'corrupt-model',
        what: `the graph refers to a node ${name} that does not exist`,
        next: 'Convert the model again',
      });
    const waiting =
      done.has(name) || fed.has(name)
        ? []
        : node.inputs.map((port) => port.node).filter((input) => !done.has(input) && !open.has(input));
    open.add(name);
    if (waiting.length > 0) stack.push(...waiting.reverse());
    else {
      stack.pop();
      if (!done.has(name)) order.push(node);
      done.add(name);
    }
  }
  return order;
}

const unique = (ports: readonly Port[]): Port[] => [
  ...new Map(ports.map((port) => [`${port.node}:${port.index}`, port])).values(),
];
const named = (nodes: readonly TensorFlowNode[]): string =>
  [...new Set(nodes.map((node) => `${node.op} ${node.name}`))].slice(0, 5).join(', ');

function middle(nodes: readonly TensorFlowNode[]): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: `the TensorFlow operators ${named(nodes)} cannot be imported`,
    next: 'Convert the model to ONNX with tf2onnx, or export the part behind its preprocessor',
  });
}
const cutBefore = (nodes: readonly TensorFlowNode[]): string[] =>
  nodes.length > 0 ? [`The input is fed behind the preprocessor, in place of ${named(nodes)}.`] : [];
const cutAfter = (nodes: readonly TensorFlowNode[]): string[] =>
  nodes.length > 0 ? [`The model ends before ${named(nodes)}, which cannot be differentiated.`] : [];
