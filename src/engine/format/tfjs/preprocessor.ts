import type { Weight } from '../../graph/model';
import { tensorOf } from '../../graph/weight';
import type { TensorFlowNode } from './node';

/**
 * The size of the images that a preprocessor hands over: that of the stack it makes, that to which it resizes, or
 * that of what it is given itself; undefined where none is stated.
 */
export function sizeBefore(
  node: TensorFlowNode,
  nodes: ReadonlyMap<string, TensorFlowNode>,
  weights: ReadonlyMap<string, Weight>,
): readonly [number, number] | undefined {
  const numbersOf = (name: string | undefined): number[] => {
    const weight = name === undefined ? undefined : weights.get(name);
    return weight && weight.type !== 'string'
      ? Array.from(tensorOf(weight).data as ArrayLike<number | bigint>, Number)
      : [];
  };
  const before = ancestors(node, nodes);
  const stacked =
    node.op.startsWith('TensorList') || node.op.startsWith('TensorArray')
      ? numbersOf(node.inputs[1]?.node).slice(-3, -1)
      : [];
  const resized = before.filter(({ op }) => op.startsWith('Resize')).map(({ inputs }) => numbersOf(inputs[1]?.node));
  const given = before
    .filter(({ op }) => op === 'Placeholder')
    .map((placeholder) => (placeholder.shape('shape') ?? []).slice(1, 3));
  const found = [stacked, ...resized, ...given].find(
    (size) => size.length === 2 && size.every((d) => typeof d === 'number' && d > 0),
  );
  return found as [number, number] | undefined;
}

/** Everything a node is computed from; loops go round. */
function ancestors(node: TensorFlowNode, nodes: ReadonlyMap<string, TensorFlowNode>): TensorFlowNode[] {
  const found = new Set<TensorFlowNode>();
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    for (const { node: name } of next.inputs) {
      const input = nodes.get(name);
      if (input && !found.has(input)) {
        found.add(input);
        stack.push(input);
      }
    }
  }
  return [...found];
}
