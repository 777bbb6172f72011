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

/**
 * exp(x) / Σ exp(x), perhaps of x − max x; exp of a LogSoftmax; 1 / (1 + exp(−x)); the logarithm of a Softmax or
 * Sigmoid, which may be written −softplus(−x), and such a logarithm with the other sign, as losses have it.
 */
export function composedFunction(
  graph: Graph,
  made: ReadonlyMap<string, Node>,
  node: Node,
): ComposedFunction | undefined {
  const search = new Search(graph, made);
  return search.function(node) ?? search.logarithm(search.negated(node));
}

class Search {
  constructor(
    private readonly graph: Graph,
    private readonly made: ReadonlyMap<string, Node>,
  ) {}

  function(node: Node): ComposedFunction | undefined {
    const [a, b] = node.inputs;
    if (node.domain !== '') return undefined;
    if (node.op === 'Exp') return this.logSoftmax(this.made.get(a));
    if (node.op === 'Div' && this.nodeOf(a, 'Exp') && this.nodeOf(b, 'ReduceSum')?.inputs[0] === a) {
      const [x] = this.nodeOf(a, 'Exp')!.inputs;
      const shifted = this.nodeOf(x, 'Sub')?.inputs;
      const isPeak = shifted && this.nodeOf(shifted[1], 'ReduceMax')?.inputs[0] === shifted[0];
      return { activation: 'softmax', tensor: isPeak ? shifted[0] : x };
    }
    return this.reciprocal(node) ?? (node.op === 'LogSoftmax' ? undefined : this.logarithm(node));
  }

  /** The function behind a logarithm. */
  logarithm(node: Node | undefined): ComposedFunction | undefined {
    if (node?.op === 'Log') {
      const inner = this.made.get(node.inputs[0]);
      const activation = inner?.domain === '' ? LOGARITHMS.get(inner.op) : undefined;
      if (inner && activation) return { activation, tensor: inner.inputs[0] };
      const composed = inner && this.function(inner);
      return composed?.activation === 'softmax' ? composed : undefined;
    }
    const softplus = node && this.negated(node);
    const flipped = softplus?.op === 'Softplus' ? this.made.get(softplus.inputs[0]) : undefined;
    const tensor = flipped && this.negatedTensor(flipped);
    return tensor === undefined ? this.logSoftmax(node) : { activation: 'sigmoid', tensor };
  }

  /** What a node gives with the other sign. */
  negated(node: Node): Node | undefined {
    const tensor = this.negatedTensor(node);
    return tensor === undefined ? undefined : this.made.get(tensor);
  }

  private negatedTensor({ op, domain, inputs: [a, b] }: Node): string | undefined {
    if (domain !== '') return undefined;
    if (op === 'Neg') return a;
    if ((op === 'Mul' || op === 'Div') && this.isNumber(b, -1)) return a;
    return (op === 'Mul' && this.isNumber(a, -1)) || (op === 'Sub' && this.isNumber(a, 0)) ? b : undefined;
  }

  private logSoftmax(node: Node | undefined): ComposedFunction | undefined {
    const isOne = node?.op === 'LogSoftmax' && node.domain === '';
    return isOne ? { activation: 'softmax', tensor: node.inputs[0] } : undefined;
  }

  private reciprocal({ op, inputs: [a, b] }: Node): ComposedFunction | undefined {
    const below = op === 'Reciprocal' ? a : op === 'Div' && this.isNumber(a, 1) ? b : '';
    const sum = this.nodeOf(below, 'Add')?.inputs;
    const other = sum && (this.isNumber(sum[0], 1) ? sum[1] : this.isNumber(sum[1], 1) ? sum[0] : '');
    const exponential = other === undefined ? undefined : this.nodeOf(other, 'Exp');
    const flipped = exponential && this.made.get(exponential.inputs[0]);
    const tensor = flipped && this.negatedTensor(flipped);
    return tensor === undefined ? undefined : { activation: 'sigmoid', tensor };
  }

  private nodeOf(tensor: string, name: string): Node | undefined {
    const node = this.made.get(tensor);
    return node?.domain === '' && node.op === name ? node : undefined;
  }

  private isNumber(tensor: string, value: number): boolean {
    const weight = this.graph.weights.get(tensor);
    return weight?.dims.every((d) => d === 1) === true && numbersOf(weight)[0] === value;
  }
}
