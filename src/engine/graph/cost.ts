import { RUN, RUN_BACKWARD } from './external';
import { numberAttribute, stringAttribute, type Dimension, type Model, type Node } from './model';
import { atOne } from './shapes/dimension';
import { parsedEinsum } from './shapes/einsum';

/** Lengths of a tensor with symbolic dimensions counted once, or undefined. */
type Lengths = (tensor: string) => readonly number[] | undefined;
type Counter = (node: Node, lengths: Lengths) => number;

const product = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** Multiply-accumulates for one image, per operator; operators that only move or map elements count as nothing. */
const COUNTERS: ReadonlyMap<string, Counter> = new Map(
  Object.entries<Counter>({
    Conv: (node, lengths) => convolution(lengths(node.outputs[0]), lengths(node.inputs[1])),
    ConvTranspose: (node, lengths) => convolution(lengths(node.inputs[0]), lengths(node.inputs[1])),
    Gemm: (node, lengths) => {
      const a = lengths(node.inputs[0]);
      const out = lengths(node.outputs[0]);
      return a && out ? product(out) * (numberAttribute(node, 'transA', 0) ? a[0] : a[a.length - 1]) : 0;
    },
    MatMul: (node, lengths) => {
      const a = lengths(node.inputs[0]);
      const out = lengths(node.outputs[0]);
      return a && out ? product(out) * a[a.length - 1] : 0;
    },
    Einsum: einsum,
    [RUN]: (node) => numberAttribute(node, 'macs', 1),
    // Its forward pass again, and twice as much backwards.
    [RUN_BACKWARD]: (node) => 3 * numberAttribute(node, 'macs', 1),
  }),
);

/** Every element of `positions` meets each weight of one filter once. */
function convolution(positions: readonly number[] | undefined, kernel: readonly number[] | undefined): number {
  return positions && kernel ? product(positions) * product(kernel.slice(1)) : 0;
}

/** Every letter of the equation runs over its length once. */
function einsum(node: Node, lengths: Lengths): number {
  const shapes = node.inputs.map(lengths);
  if (shapes.length < 2 || shapes.some((s) => !s)) return 0;
  const { inputs } = parsedEinsum(
    stringAttribute(node, 'equation', ''),
    shapes.map((s) => s!.length),
  );
  const letters = new Map(inputs.flatMap((term, k) => term.map((letter, axis) => [letter, shapes[k]![axis]] as const)));
  return product([...letters.values()]);
}

const lengthsOf = (shape: readonly Dimension[] | null | undefined): readonly number[] | undefined => shape?.map(atOne);

/** Multiply-accumulates of one node; nothing where they do not count, or lengths are not known. */
export const macsOf: Counter = (node, lengths) => COUNTERS.get(node.op)?.(node, lengths) ?? 0;

/** Multiply-accumulates of every node for one image, from the shapes recorded in the graph. */
export function multiplyAccumulates(model: Model): Map<Node, number> {
  const { graph } = model;
  const inputs = new Map(graph.inputs.map((v) => [v.name, v]));
  const lengths: Lengths = (tensor) =>
    graph.weights.get(tensor)?.dims ?? lengthsOf(graph.values.get(tensor)?.shape ?? inputs.get(tensor)?.shape);
  return new Map(graph.nodes.map((node) => [node, macsOf(node, lengths)]));
}
