import { LensError } from '../../../protocol/error';
import type { Tensor } from '../../tensor/tensor';
import type { Dimension, Model, Node, Value, Weight } from '../model';
import { hasTrait } from '../operators';
import { consumers, pruned } from '../rewriting';
import { typesOnly, withShapes } from '../shapes';
import { dependsOn, substituted } from '../shapes/dimension';
import { Inference } from '../shapes/inference';
import { weightOf } from '../weight';
import { concatFixer } from './concat';
import { BATCH, type BatchContext, type BatchFixer } from './fixer';
import { mixing } from './mixing';
import { reshapeFixer } from './reshape';
import { expandFixer, resizeFixer } from './sizes';
import { squeezeFixer } from './squeeze';

export { BATCH } from './fixer';

/** Every operator that may hold a batch size. */
const batchFixers: readonly BatchFixer[] = Object.freeze([
  reshapeFixer,
  concatFixer,
  resizeFixer,
  expandFixer,
  squeezeFixer,
]);
const byOp = new Map(batchFixers.flatMap((fixer) => fixer.ops.map((op) => [op, fixer] as const)));

export interface Batching {
  /** The model with a free first axis called `batch`, or the model as it was. */
  readonly model: Model;
  /** Whether several images can be run at once. */
  readonly batched: boolean;
  /** What was rewritten, one sentence each. */
  readonly changes: readonly string[];
  /** Why it was left alone. */
  readonly reason?: string;
}

/**
 * Models exported for a batch of one refuse any other. The first axis of the inputs becomes the symbol `batch`, and
 * whatever in the graph names the old size follows. The model is left as it was where an operator mixes images or the
 * outputs have no batch axis. The caller still compares with a batch of one: that is proof, this is inference.
 */
export function withSymbolicBatch(model: Model): Batching {
  const first = imageValue(model)?.shape?.[0];
  if (first === undefined)
    return { model, batched: false, changes: [], reason: 'the model has no image input of known rank' };
  try {
    return { ...rewritten(model, first), batched: true };
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    return { model: withShapes(model), batched: typeof first !== 'number', changes: [], reason: error.message };
  }
}

/** The first input with image or signal axes. */
function imageValue(model: Model): Value | undefined {
  const { inputs } = model.graph;
  return inputs.find((v) => (v.shape?.length ?? 0) >= 3) ?? inputs.find((v) => v.shape?.length === 2);
}

function rewritten(model: Model, first: Dimension): { model: Model; changes: string[] } {
  const rewriting = new BatchRewriting(model, first);
  model.graph.nodes.forEach((node) => rewriting.node(node));
  const lost = model.graph.outputs.find((o) => rewriting.isLost(o.name));
  if (lost)
    throw new LensError({ code: 'unsupported-model', what: `its output ${lost.name} has no batch axis in front` });
  return { model: withShapes(pruned(rewriting.model())), changes: rewriting.changes };
}

class BatchRewriting {
  readonly changes: string[] = [];
  private readonly size: number;
  private readonly inputs: readonly Value[];
  private readonly live: Inference;
  private readonly stated: Inference;
  private readonly weights: Map<string, Weight>;
  private readonly nodes: Node[] = [];
  private readonly taken: Set<string>;
  private readers?: ReadonlyMap<string, readonly Node[]>;
  private count = 0;

  constructor(
    private readonly original: Model,
    first: Dimension,
  ) {
    const { graph } = original;
    [this.live, this.stated] = [new Inference(typesOnly(graph.values)), new Inference(typesOnly(graph.values))];
    this.size = typeof first === 'number' && first > 0 ? first : 1;
    const carries = (v: Value): boolean => (v.shape?.length ?? 0) >= 2 && v.shape![0] === first;
    const withFirst = (v: Value, d: Dimension): Value => (carries(v) ? { ...v, shape: [d, ...v.shape!.slice(1)] } : v);
    this.inputs = graph.inputs.map((v) => withFirst(v, BATCH));
    this.weights = new Map(graph.weights);
    this.taken = new Set([
      ...graph.weights.keys(),
      ...graph.inputs.map((v) => v.name),
      ...graph.nodes.flatMap((n) => n.outputs),
    ]);
    for (const [name, weight] of graph.weights)
      [this.live, this.stated].forEach((inference) => inference.weight(name, weight));
    this.inputs.forEach((v) => this.live.input(v));
    graph.inputs.forEach((v) => this.stated.input(withFirst(v, this.size)));
  }

  node(node: Node): void {
    this.stated.visit(node);
    this.live.visit(node);
    const fix = node.domain === '' ? byOp.get(node.op)?.fix(this.context(node)) : undefined;
    if (fix) this.changes.push(fix.change);
    for (const made of fix?.nodes ?? [node]) {
      this.nodes.push(made);
      this.live.visit(made);
      if (fix?.keepsBatch) this.stated.visit(made);
    }
    this.check(node);
  }

  isLost(name: string): boolean {
    return this.live.facts(name)?.shape?.[0] !== BATCH;
  }

  model(): Model {
    const { graph } = this.original;
    return {
      ...this.original,
      graph: {
        ...graph,
        inputs: this.inputs,
        nodes: this.nodes,
        weights: this.weights,
        values: typesOnly(graph.values),
      },
    };
  }

  private context(node: Node): BatchContext {
    return {
      node,
      size: this.size,
      live: (tensor) => this.live.facts(tensor),
      isLast: (tensor) => this.isLast(tensor),
      stated: (tensor) => this.stated.facts(tensor)?.shape ?? null,
      fresh: (hint) => this.fresh(hint),
      constant: (tensor: Tensor, hint: string) => {
        const name = this.fresh(hint);
        const weight = weightOf(tensor);
        this.weights.set(name, weight);
        [this.live, this.stated].forEach((inference) => inference.weight(name, weight));
        return name;
      },
    };
  }

  private isLast(tensor: string): boolean {
    this.readers ??= consumers(this.original.graph);
    const readers = this.readers.get(tensor) ?? [];
    return readers.every((node) => hasTrait(node, 'activation', 'pointwise') && this.isLast(node.outputs[0]));
  }

  private fresh(hint: string): string {
    let name = hint;
    while (this.taken.has(name)) name = `${hint}_${this.count++}`;
    this.taken.add(name);
    return name;
  }

  /** With the batch at its old size every shape is what it was, and no operator works across images. */
  private check(node: Node): void {
    const at = new Map([[BATCH, this.size]]);
    const where = `${node.op} ${node.name || node.outputs[0]}`;
    const carries = node.inputs.some((name) => this.hasBatch(name));
    for (const name of node.outputs.filter(Boolean)) {
      const shape = this.live.facts(name)?.shape?.map((d) => substituted(d, at));
      const expected = this.stated.facts(name)?.shape;
      if (!shape || !expected)
        throw new LensError({ code: 'unsupported-model', what: 'the shape of its output is not known', where });
      if (shape.join() !== expected.join())
        throw new LensError({
          code: 'unsupported-model',
          what: `it makes [${shape.join(', ')}] of what was [${expected.join(', ')}]`,
          where,
        });
      if (carries && !this.hasBatch(name) && !hasTrait(node, 'shapeOnly'))
        throw new LensError({ code: 'unsupported-model', what: 'it drops the batch axis', where });
    }
    if (carries && mixing(node, this.live.facts(node.inputs[0])?.shape ?? []))
      throw new LensError({ code: 'unsupported-model', what: 'it works across the images of a batch', where });
  }

  private hasBatch(name: string): boolean {
    return this.live.facts(name)?.shape?.some((d) => dependsOn(d, BATCH)) ?? false;
  }
}
