import { int, numberAttribute, stringAttribute } from '../../graph/model';
import { Arithmetic, undifferentiable } from '../arithmetic';
import { flipped } from '../correlation';
import type { ReverseContext } from '../rule';
import { lengthOf, lengthTensor, reshaped, transposed } from '../shaping';

/**
 * A recurrent node in the order in which it works: sequences are [directions, steps, batch, …], and those of the
 * reverse direction are turned round. Everything but the recurrence itself is then computed for all steps at once.
 */
export class Recurrence {
  readonly math: Arithmetic;
  readonly directions: number;
  readonly hidden: number;
  /** What comes in at each step. */
  readonly x: string;
  /** The hidden state before each step. */
  readonly previous: string;
  private readonly reversed: readonly boolean[];

  constructor(readonly context: ReverseContext) {
    const { node, builder } = context;
    refuseUncommon(context);
    this.math = new Arithmetic(context);
    const direction = stringAttribute(node, 'direction', 'forward');
    this.reversed = direction === 'bidirectional' ? [false, true] : [direction === 'reverse'];
    this.directions = this.reversed.length;
    this.hidden = lengthOf(context, node.inputs[2], 2);
    const x = builder.op('Unsqueeze', [node.inputs[0], builder.integers(0)]);
    this.x = this.turned(this.directions === 1 ? x : builder.op('Concat', [x, x], { axis: int(0) }));
    const y = node.outputs[0] || builder.op(node.op, node.inputs, node.attributes);
    const states = this.turned(transposed(context, y, [1, 0, 2, 3]));
    this.previous = this.delayed(this.initial(5), states);
  }

  /** Sequences in the order of work as sequences in the order of time, or the other way round. */
  turned(sequences: string): string {
    const { builder } = this.context;
    if (!this.reversed.includes(true)) return sequences;
    if (this.directions === 1) return flipped(this.context, sequences, [1]);
    const [forward, backward] = builder.ops('Split', [sequences], { axis: int(0), num_outputs: int(2) }, 2);
    return builder.op('Concat', [forward, flipped(this.context, backward, [1])], { axis: int(0) });
  }

  /** A state [directions, batch, hidden] the node begins with. @param input its place */
  initial(input: number): string {
    const { node, builder } = this.context;
    if (node.inputs[input]) return node.inputs[input];
    const batch = lengthTensor(this.context, node.inputs[0], 1);
    const shape = [builder.integers(this.directions), batch, builder.integers(this.hidden)];
    return builder.op('ConstantOfShape', [builder.op('Concat', shape, { axis: int(0) })]);
  }

  /** The state before each step, from the first state and the states after each step. */
  delayed(first: string, states: string): string {
    const { builder } = this.context;
    const ends = [0, -1, 1].map((value) => builder.integers(value));
    const earlier = builder.op('Slice', [states, ...ends]);
    return builder.op('Concat', [builder.op('Unsqueeze', [first, builder.integers(1)]), earlier], { axis: int(1) });
  }

  /** What arrives at the hidden state of each step, and at the last one. */
  arriving(): { readonly each: string; readonly last: string } {
    const [each, last] = this.context.gradients;
    return {
      each: each ? this.turned(transposed(this.context, each, [1, 0, 2, 3])) : this.math.mul(this.previous, 0),
      last: last ?? this.zeros(),
    };
  }

  /** Zeros of the shape of a state. */
  zeros(): string {
    return this.math.mul(this.initial(5), 0);
  }

  /** sequence · weightᵀ + bias, for a weight [directions, rows, columns] and a bias [directions, rows] or '' where absent. */
  applied(sequence: string, weight: string, bias?: string): string {
    const product = this.math.op('MatMul', sequence, this.perStep(transposed(this.context, weight, [0, 2, 1])));
    return bias ? this.math.add(product, this.perStep(this.perStep(bias))) : product;
  }

  /** gradient · weight: from what a product gave to what it was made of. */
  returned(gradient: string, weight: string): string {
    return this.math.op('MatMul', gradient, this.perStep(weight));
  }

  /** The sum over all steps and samples of gradientᵀ · sequence: a weight's gradient. */
  accumulated(gradient: string, rows: number, sequence: string, columns: number): string {
    const flat = (tensor: string, length: number) => reshaped(this.context, tensor, [this.directions, -1, length]);
    return this.math.op('MatMul', transposed(this.context, flat(gradient, rows), [0, 2, 1]), flat(sequence, columns));
  }

  /** Equal parts of the last axis. */
  parts(tensor: string, count: number): string[] {
    return this.context.builder.ops('Split', [tensor], { axis: int(-1), num_outputs: int(count) }, count);
  }

  /** Side by side along the last axis. @param builder of the graph at hand, or of a step of it */
  joined(parts: readonly string[], builder = this.context.builder): string {
    return builder.op('Concat', parts, { axis: int(-1) });
  }

  /** Rows of a weight or bias [directions, gates · hidden, …] that belong to some of the gates. */
  gateRows(weight: string, from: number, to: number): string {
    const { builder } = this.context;
    const ends = [from * this.hidden, to * this.hidden, 1].map((value) => builder.integers(value));
    return builder.op('Slice', [weight, ...ends]);
  }

  /** With an axis for the steps, along which it is repeated. */
  private perStep(tensor: string): string {
    return this.context.builder.op('Unsqueeze', [tensor, this.context.builder.integers(1)]);
  }
}

function refuseUncommon(context: ReverseContext): void {
  const { node } = context;
  const reasons: readonly [unknown, string][] = [
    [node.inputs[4], 'its sequences have lengths of their own'],
    [node.op === 'LSTM' && node.inputs[7], 'it has peepholes'],
    [node.attributes.clip, 'it clips its cells'],
    [numberAttribute(node, 'input_forget', 0), 'its input and forget gates are one'],
    [numberAttribute(node, 'layout', 0), 'its batch comes first'],
  ];
  const found = reasons.find(([given]) => given);
  if (found) throw undifferentiable(context, found[1]);
}
