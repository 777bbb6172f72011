import { floats, integers } from '../../tensor/tensor';
import type { Attributes, Node } from '../model';
import { scalarOf } from './scalar';
import type { UpgradeContext } from './upgrader';

/** Writes the nodes that take the place of one, whose name they keep. */
export class Replacement {
  readonly nodes: Node[] = [];

  constructor(
    private readonly node: Node,
    private readonly context: UpgradeContext,
  ) {}

  /** Appends an operator of the ONNX domain and returns its output. */
  op(op: string, inputs: readonly string[], attributes: Attributes = {}, output?: string): string {
    const made = output ?? this.context.fresh(`${this.node.outputs[0]}_${op}`);
    this.nodes.push({ name: this.node.name, op, domain: '', inputs, outputs: [made], attributes });
    return made;
  }

  /** A 1-D int64 constant. */
  integers(...values: number[]): string {
    return this.context.constant(integers(values), `${this.node.outputs[0]}_integers`);
  }

  /** A 1-D float32 constant. */
  floats(...values: number[]): string {
    return this.context.constant(floats([values.length], values), `${this.node.outputs[0]}_floats`);
  }

  /** A scalar of the element type of a tensor. */
  scalar(value: number, like: string): string {
    const type = this.context.facts(like)?.type ?? 'float32';
    return this.context.constant(scalarOf(type, value), `${this.node.outputs[0]}_scalar`);
  }
}
