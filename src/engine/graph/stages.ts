import type { Dimension, Graph, Model, Node } from './model';
import { isImage, layouts } from './layout';
import { hasTrait } from './operators';
import { ancestorsOf, bottlenecks } from './path';
import { consumers, producers } from './rewriting';

/** The result of a convolution after all that belongs to it: normalisation, residual sum, activation. */
export interface Stage {
  readonly tensor: string;
  readonly shape: readonly Dimension[];
  /** The node that makes the tensor. */
  readonly node: Node;
  /** Whether it is the last one of its size, before the image shrinks or grows. */
  readonly last: boolean;
}

/**
 * The convolutional stages with spatial extent on the way to the logits, in graph order: what each convolution ends in,
 * and where branches come together (residual sums, Concat).
 */
export function stagesOf(model: Model, logits: string): Stage[] {
  const { graph } = model;
  const meaning = layouts(model);
  const nodes = ancestorsOf(graph, logits);
  const walk: Walk = {
    graph,
    readers: consumers({ ...graph, nodes }),
    order: new Map(graph.nodes.map((node, k) => [node, k])),
  };
  const meeting = bottlenecks(graph, nodes);
  const shape = (tensor: string): readonly Dimension[] => graph.values.get(tensor)?.shape ?? [];
  const starts = nodes.filter((node) => {
    const [tensor] = node.outputs;
    // What pools, moves or resizes gives the same features again.
    const own = meeting.has(tensor) && !hasTrait(node, 'pooling', 'moving', 'resampling');
    const counts = hasTrait(node, 'convolution') || own;
    return counts && isImage(meaning.get(tensor)?.roles, shape(tensor));
  });
  const makers = producers(graph);
  const ends = [...new Set(starts.map((node) => endOfBlock(node.outputs[0], walk)))].filter(
    (tensor) => tensor !== logits,
  );
  const sorted = ends.sort((a, b) => walk.order.get(makers.get(a)!)! - walk.order.get(makers.get(b)!)!);
  const main = sorted.filter((tensor) => meeting.has(tensor));
  const extent = (tensor: string): string => shape(tensor).slice(2).join();
  const extents = new Set(main.map(extent));
  const onPath = sorted.every((tensor) => extents.has(extent(tensor))) ? main : sorted;
  const last = new Set(
    onPath.filter((tensor, k) => k === onPath.length - 1 || extent(tensor) !== extent(onPath[k + 1])),
  );
  return sorted.map((tensor) => ({ tensor, shape: shape(tensor), node: makers.get(tensor)!, last: last.has(tensor) }));
}

interface Walk {
  readonly graph: Graph;
  readonly readers: ReadonlyMap<string, readonly Node[]>;
  readonly order: ReadonlyMap<Node, number>;
}

/**
 * The last tensor that everything computed pointwise from this one runs through: the walk goes on while all open
 * tensors are read by pointwise operators of the same shape, and each time one tensor alone is open, the block ends
 * there at the earliest.
 */
function endOfBlock(start: string, { graph, readers, order }: Walk): string {
  const shape = shapeOf(graph, start)?.join();
  const continues = (node: Node): boolean =>
    hasTrait(node, 'pointwise', 'normalization') && shapeOf(graph, node.outputs[0])?.join() === shape;
  let end = start;
  const open = new Map<string, Set<Node>>([[start, new Set(readers.get(start))]]);
  for (;;) {
    const pending = [...open.values()].flatMap((nodes) => [...nodes]);
    if (pending.length === 0 || !pending.every(continues)) return end;
    const next = pending.reduce((a, b) => (order.get(b)! < order.get(a)! ? b : a));
    for (const [tensor, nodes] of open) if (nodes.delete(next) && nodes.size === 0) open.delete(tensor);
    const made = next.outputs[0];
    open.set(made, new Set(readers.get(made)));
    if (open.size === 1) end = made;
  }
}

const shapeOf = (graph: Graph, tensor: string): readonly Dimension[] | null => graph.values.get(tensor)?.shape ?? null;

/** Height, width or length beyond a single position. */
export function hasExtent(shape: readonly Dimension[] | null): boolean {
  const spatial = shape?.slice(2) ?? [];
  return spatial.some((d) => d !== 1);
}
