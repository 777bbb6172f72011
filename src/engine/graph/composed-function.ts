import type { Graph, Node } from './model';
import { numbersOf } from './weight';

/** A softmax or sigmoid that an exporter wrote as arithmetic. */
export interface ComposedFunction {
  readonly activation: 'softmax' | 'sigmoid';
  /** What enters it. */
  readonly tensor: string;
}

/** What is a function of the same scores behind a logarithm. */
const LOGARITHMS: ReadonlyMap<string, ComposedFunction['activation']> = new Map([
  ['Softmax', 'softmax'],
  ['Sigmoid', 'sigmoid'],
]);

/** exp(x) / Σ exp(x), perhaps of x − max x; its logarithm, or that of a Softmax; exp of a LogSoftmax; log of a Sigmoid; 1 / (1 + exp(−x)). */
export function composedFunction(
  graph: Graph,
  made: ReadonlyMap<string, Node>,
  { op, domain, inputs: [a, b] }: Node,
): ComposedFunction | undefined {
  const nodeOf = (tensor: string, name: string): Node | undefined => {
    const node = made.get(tensor);
    return node?.domain === '' && node.op === name ? node : undefined;
  };
  const isOne = (tensor: string): boolean => {
    const weight = graph.weights.get(tensor);
    return weight?.dims.every((d) => d === 1) === true && numbersOf(weight)[0] === 1;
  };
  if (domain !== '') return undefined;
  if (op === 'Exp' && nodeOf(a, 'LogSoftmax')) return { activation: 'softmax', tensor: made.get(a)!.inputs[0] };
  if (op === 'Log') {
    const inner = made.get(a);
    const activation = inner?.domain === '' ? LOGARITHMS.get(inner.op) : undefined;
    if (inner && activation) return { activation: activation, tensor: inner.inputs[0] };
    const composed = inner && composedFunction(graph, made, inner);
    return composed?.activation === 'softmax' ? composed : undefined;
  }
  if (op === 'Div' && nodeOf(a, 'Exp') && nodeOf(b, 'ReduceSum')?.inputs[0] === a) {
    const [x] = nodeOf(a, 'Exp')!.inputs;
    const shifted = nodeOf(x, 'Sub')?.inputs;
    const isPeak = shifted && nodeOf(shifted[1], 'ReduceMax')?.inputs[0] === shifted[0];
    return { activation: 'softmax', tensor: isPeak ? shifted[0] : x };
  }
  const below = op === 'Reciprocal' ? a : op === 'Div' && isOne(a) ? b : '';
  const sum = nodeOf(below, 'Add')?.inputs;
  const exponential = sum && nodeOf(isOne(sum[0]) ? sum[1] : isOne(sum[1]) ? sum[0] : '', 'Exp');
  const negated = exponential && nodeOf(exponential.inputs[0], 'Neg');
  return negated && { activation: 'sigmoid', tensor: negated.inputs[0] };
}
