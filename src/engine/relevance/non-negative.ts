import { numberAttribute, stringAttribute, type Model, type Node } from '../graph/model';
import { floatsOf } from '../graph/weight';

/** Operators whose output is never negative. */
const NON_NEGATIVE = new Set([
  'Relu',
  'Sigmoid',
  'Softmax',
  'HardSigmoid',
  'Softplus',
  'Abs',
  'Exp',
  'Sqrt',
  'ReduceL1',
  'ReduceL2',
  'ReduceSumSquare',
]);
/**
 * Operators whose output is not negative where none of their inputs is; the number says how many inputs carry values.
 */
const KEEPING: ReadonlyMap<string, number> = new Map([
  ['Identity', 1],
  ['Dropout', 1],
  ['MaxPool', 1],
  ['AveragePool', 1],
  ['GlobalAveragePool', 1],
  ['GlobalMaxPool', 1],
  ['Reshape', 1],
  ['Flatten', 1],
  ['Squeeze', 1],
  ['Unsqueeze', 1],
  ['Transpose', 1],
  ['Slice', 1],
  ['Split', 1],
  ['ReduceMean', 1],
  ['ReduceSum', 1],
  ['ReduceMax', 1],
  ['Add', 2],
  ['Mul', 2],
  ['Concat', Infinity],
]);

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
  if (NON_NEGATIVE.has(node.op)) return true;
  if (node.op === 'Clip') return lowerBound(node, model) >= 0;
  if (node.op === 'Pad')
    return known.has(node.inputs[0]) && stringAttribute(node, 'mode', 'constant') === 'constant' && !node.inputs[2];
  if (node.op === 'LeakyRelu') return known.has(node.inputs[0]) && numberAttribute(node, 'alpha', 0.01) >= 0;
  const count = KEEPING.get(node.op);
  return count !== undefined && node.inputs.slice(0, count).every((name) => known.has(name));
}

function lowerBound(node: Node, model: Model): number {
  const weight = node.inputs[1] ? model.graph.weights.get(node.inputs[1]) : undefined;
  return weight ? floatsOf(weight).data[0] : -Infinity;
}
