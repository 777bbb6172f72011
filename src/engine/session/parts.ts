import { multiplyAccumulates } from '../graph/cost';
import { layouts, type Layout } from '../graph/layout';
import type { Model, Node } from '../graph/model';
import { tensorsBeside, withInputs, withOutputs } from '../graph/rewriting';
import type { NetworkGraph } from './graph';

/** The graph of a network in parts: what lies after a tensor, what that reads besides, what a part costs. */
export class NetworkParts {
  private readonly macs: Map<Node, number>;
  /** Multiply-accumulates of one forward pass. */
  readonly totalMacs: number;
  private layouts?: ReadonlyMap<string, Layout>;
  private readonly besides = new Map<string, readonly string[]>();

  constructor(private readonly graph: NetworkGraph) {
    this.macs = multiplyAccumulates(graph.model);
    this.totalMacs = Math.max(
      1,
      [...this.macs.values()].reduce((a, b) => a + b, 0),
    );
  }

  /** The meaning of a tensor's axes, where the graph tells it. */
  layoutOf(tensor: string): Layout | undefined {
    this.layouts ??= layouts(this.graph.model);
    return this.layouts.get(tensor);
  }

  /**
   * What the part after a tensor reads beside it.
   * @param held tensors that stay what they are, even those that depend on `tensor`
   */
  beside(tensor: string, held: readonly string[] = []): readonly string[] {
    const key = [tensor, ...held].join();
    const known =
      this.besides.get(key) ?? tensorsBeside(withOutputs(this.graph.model, [this.graph.logits]), tensor, held);
    this.besides.set(key, known);
    return known;
  }

  /** The part of the network between a tensor, with what is read beside it, and an output. */
  head(tensor: string, output: string, held: readonly string[] = []): Model {
    return withInputs(withOutputs(this.graph.model, [output]), [tensor, ...this.beside(tensor, held)]);
  }

  /** Share of the forward pass that comes after a tensor, by multiply-accumulates. */
  shareAfter(tensor: string): number {
    const head = this.head(tensor, this.graph.logits);
    return head.graph.nodes.reduce((sum, node) => sum + (this.macs.get(node) ?? 0), 0) / this.totalMacs;
  }

  /** What a run of another graph on one image costs, in forward passes of this one, by multiply-accumulates. */
  shareOf(model: Model): number {
    return [...multiplyAccumulates(model).values()].reduce((sum, macs) => sum + macs, 0) / this.totalMacs;
  }
}
