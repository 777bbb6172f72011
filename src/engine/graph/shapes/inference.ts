import { LensError } from '../../../protocol/error';
import { withContents } from './contents';
import type { Dimension, Graph, Node, Value, Weight } from '../model';
import { isStatic } from './dimension';
import { factsOf, numbersIn, type Facts, type ShapeContext } from './facts';
import { shapeRule } from './rules';

/** Follows types, shapes and small values through a graph, node by node in topological order. */
export class Inference {
  private readonly known = new Map<string, Facts>();

  /** @param stated what the exporter left, used only where inference finds nothing */
  constructor(
    private readonly stated: ReadonlyMap<string, Value> = new Map(),
    private readonly outer?: Inference,
  ) {}

  facts(name: string): Facts | undefined {
    return this.known.get(name) ?? this.outer?.facts(name);
  }

  weight(name: string, weight: Weight): void {
    this.known.set(name, factsOf(weight));
  }

  input(value: Value): void {
    this.known.set(value.name, { type: value.type, shape: value.shape });
  }

  /**
   * Takes the node's outputs in, and returns their facts.
   * @throws LensError `corrupt-model` when the node cannot work on inputs of such shapes
   */
  visit(node: Node): readonly Facts[] {
    const inputs = node.inputs.map((name) => (name ? this.facts(name) : undefined));
    try {
      const inferred = shapeRule(node)?.infer(this.context(node, inputs)) ?? [];
      const complete = node.outputs.map((name, k) => this.completed(name, inferred[k], inputs[0]));
      const facts = withContents(node, inputs, complete);
      node.outputs.forEach((name, k) => name && this.known.set(name, facts[k]));
      return facts;
    } catch (error) {
      throw error instanceof LensError ? error : misfit(node, inputs, error);
    }
  }

  /**
   * Visits a whole graph (a subgraph sees the tensors of the graphs around it) and returns the facts of its outputs.
   */
  walk(graph: Graph): (Facts | undefined)[] {
    this.given(graph);
    for (const node of graph.nodes) this.visit(node);
    return graph.outputs.map((output) => this.facts(output.name));
  }

  /** What is known at the beginning of a subgraph of a node that is about to be visited. */
  inside(graph: Graph): Inference {
    const inner = new Inference(graph.values, this);
    inner.given(graph);
    return inner;
  }

  private given(graph: Graph): void {
    for (const [name, weight] of graph.weights) this.weight(name, weight);
    for (const value of graph.inputs) this.input(value);
  }

  private context(node: Node, inputs: readonly (Facts | undefined)[]): ShapeContext {
    return {
      node,
      input: (k) => inputs[k],
      shape: (k) => inputs[k]?.shape ?? null,
      type: (k) => inputs[k]?.type ?? 'float32',
      numbers: (k) => numbersIn(inputs[k]),
      branch: (attribute) => {
        const graph = node.attributes[attribute];
        if (graph?.kind !== 'graph') return undefined;
        return new Inference(graph.value.values, this).walk(graph.value).map((f, k) => f ?? graph.value.outputs[k]);
      },
    };
  }

  private completed(name: string, inferred: Facts | undefined, first: Facts | undefined): Facts {
    const stated = this.stated.get(name);
    if (!inferred) return { type: stated?.type ?? first?.type ?? 'float32', shape: stated?.shape ?? null };
    if (!stated?.shape || isStatic(inferred.shape)) return inferred;
    return { ...inferred, shape: filled(inferred.shape, stated.shape) };
  }
}

/** Rules take well-formed nodes for granted; what a damaged file holds comes to light here. */
function misfit(node: Node, inputs: readonly (Facts | undefined)[], cause: unknown): LensError {
  const shapes = inputs.map((f) => `[${f?.shape?.join(', ') ?? '?'}]`).join(', ');
  const where = node.name || node.outputs[0];
  return new LensError(
    {
      code: 'corrupt-model',
      what: `${node.op} cannot work on inputs of shape ${shapes}`,
      where,
      next: 'Export or copy the file again',
    },
    { cause },
  );
}

function filled(shape: readonly Dimension[] | null, stated: readonly Dimension[]): readonly Dimension[] {
  if (!shape) return stated;
  return shape.length === stated.length ? shape.map((d, axis) => d ?? stated[axis]) : shape;
}
