import { floats, integers, type ElementType, type Tensor } from '../tensor/tensor';
import {
  OPSET,
  type Attributes,
  type Dimension,
  type Graph,
  type Model,
  type Node,
  type Value,
  type Weight,
} from './model';
import { weightOf } from './weight';

/**
 * Adds nodes, constants, inputs and outputs to a model; the model itself is not changed. Names are made unique with a
 * prefix.
 */
export class GraphBuilder {
  readonly base: Model;
  private readonly prefix: string;
  private readonly nodes: Node[];
  private readonly weights: Map<string, Weight>;
  private readonly values: Map<string, Value>;
  private inputs: Value[];
  private outputs: Value[];
  private readonly taken = new Set<string>();
  private readonly constants = new Map<string, string>();
  private count = 0;

  constructor(base: Model = emptyModel(), prefix = '') {
    this.base = base;
    this.prefix = prefix;
    this.nodes = [...base.graph.nodes];
    this.weights = new Map(base.graph.weights);
    this.values = new Map(base.graph.values);
    this.inputs = [...base.graph.inputs];
    this.outputs = [...base.graph.outputs];
    for (const value of this.inputs) this.taken.add(value.name);
    for (const name of this.weights.keys()) this.taken.add(name);
    for (const node of this.nodes) node.outputs.forEach((name) => this.taken.add(name));
  }

  /** A tensor name nothing else has. */
  fresh(hint: string): string {
    let name = `${this.prefix}${hint}`;
    while (this.taken.has(name)) name = `${this.prefix}${hint}_${this.count++}`;
    this.taken.add(name);
    return name;
  }

  /** Appends an operator with one output and returns that output's name. */
  op(op: string, inputs: readonly string[], attributes: Attributes = {}, output?: string): string {
    return this.ops(op, inputs, attributes, 1, output === undefined ? undefined : [output])[0];
  }

  /** Appends an operator with several outputs. */
  ops(
    op: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs: number,
    names?: readonly string[],
  ): string[] {
    const made = names ? [...names] : Array.from({ length: outputs }, () => this.fresh(op));
    made.forEach((name) => this.taken.add(name));
    this.nodes.push({
      name: `${this.prefix}${op}_${this.nodes.length}`,
      op,
      domain: '',
      inputs,
      outputs: made,
      attributes,
    });
    return made;
  }

  /** Adds a node made elsewhere as it is. */
  add(node: Node): void {
    node.outputs.forEach((name) => this.taken.add(name));
    this.nodes.push(node);
  }

  /** A constant tensor; equal small constants are shared. */
  constant(tensor: Tensor, hint = 'constant'): string {
    const key =
      tensor.data.length <= 16
        ? `${tensor.type}[${tensor.dims.join()}]${Array.from(tensor.data as ArrayLike<number | bigint>, keyOf).join()}`
        : undefined;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.weight(weightOf(tensor), hint);
    if (key !== undefined) this.constants.set(key, name);
    return name;
  }

  /** A stored weight under a fresh name; its bytes are shared. */
  weight(weight: Weight, hint = 'weight'): string {
    const name = this.fresh(hint);
    this.weights.set(name, weight);
    return name;
  }

  /** A float32 scalar. */
  scalar(value: number): string {
    return this.constant(floats([], [value]), 'scalar');
  }

  /** A 1-D int64 constant: a shape, axes, indices. */
  integers(...values: number[]): string {
    return this.constant(integers(values), 'integers');
  }

  input(name: string, type: ElementType, shape: readonly Dimension[] | null): string {
    this.taken.add(name);
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Makes an existing tensor an output, under its own name or, by an Identity, under another. */
  output(
    tensor: string,
    name = tensor,
    type: ElementType = 'float32',
    shape: readonly Dimension[] | null = null,
  ): string {
    if (name !== tensor) this.op('Identity', [tensor], {}, name);
    if (!this.outputs.some((o) => o.name === name)) this.outputs.push({ name, type, shape });
    return name;
  }

  /** Replaces all inputs (their consumers must be fed otherwise) or all outputs. */
  clearInputs(): void {
    this.inputs = [];
  }
  clearOutputs(): void {
    this.outputs = [];
  }

  /** Records a tensor's type and shape for later shape questions. */
  describe(value: Value): void {
    this.values.set(value.name, value);
  }

  build(): Model {
    const graph: Graph = {
      name: this.base.graph.name,
      inputs: this.inputs,
      outputs: this.outputs,
      nodes: this.nodes,
      weights: this.weights,
      values: this.values,
    };
    return { ...this.base, graph };
  }
}

/** Keeps -0 and 0 apart, which String() does not. */
const keyOf = (value: number | bigint): string => (Object.is(value, -0) ? '-0' : String(value));

export function emptyModel(name = 'graph'): Model {
  return {
    irVersion: 10,
    opsets: new Map([['', OPSET]]),
    producer: 'saliency-lens',
    metadata: new Map(),
    functions: [],
    graph: { name, inputs: [], outputs: [], nodes: [], weights: new Map(), values: new Map() },
  };
}
