import type { Graph, Model, Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { paddingOf, windowsOf, type Window } from '../graph/shapes/window';
import { numbersOf } from '../graph/weight';

/**
 * What one place of a tensor sees along one axis of the input: place p sees the samples from first + p·step on, `size`
 * of them.
 */
export interface Reach {
  readonly first: number;
  readonly step: number;
  readonly size: number;
}

/** Reach along each axis of the image or signal; null where a place may see everything. */
export type ReceptiveField = readonly Reach[] | null;

/**
 * What a place of a tensor sees of the network's input, by the windows on the way (Araujo, Norris, Sim, Distill 2019);
 * branches are joined. Gates computed from the whole image (squeeze and excitation) are left out: they scale a
 * channel, not a place.
 */
export function receptiveField({ graph }: Model, input: string, tensor: string): ReceptiveField {
  const rank = (graph.inputs.find((v) => v.name === input)?.shape?.length ?? 2) - 2;
  const fields = new Map<string, ReceptiveField>([
    [input, Array.from({ length: rank }, () => ({ first: 0, step: 1, size: 1 }))],
  ]);
  for (const node of graph.nodes) {
    const seen = node.inputs.filter((name) => fields.has(name) && extent(graph, name, rank).some((d) => d !== 1));
    if (seen.length === 0) {
      if (node.inputs.some((name) => fields.has(name))) node.outputs.forEach((name) => fields.set(name, null));
      continue;
    }
    const joined = seen.map((name) => fields.get(name) ?? null).reduce(union);
    const field = joined && through(node, graph, joined, seen[0]);
    node.outputs.forEach((name) => fields.set(name, field));
    if (node.outputs.includes(tensor)) return field;
  }
  return null;
}

function through(node: Node, graph: Graph, field: readonly Reach[], from: string): ReceptiveField {
  const before = extent(graph, from, field.length);
  const after = extent(graph, node.outputs[0], field.length);
  if (hasTrait(node, 'window')) {
    return windowsOf(node, kernelOf(node, graph)).map((window, axis) =>
      slid(field[axis], window, paddingOf(before[axis], window)[0]),
    );
  }
  if (node.op === 'ConvTranspose')
    return windowsOf(node, kernelOf(node, graph)).map((window, axis) => spread(field[axis], window));
  if (node.op === 'Resize')
    return field.map(({ first, step, size }, axis) => ({
      first,
      step: (step * before[axis]) / after[axis],
      size: size + step,
    }));
  if (node.op === 'Pad') {
    const pads = numbersOf(graph.weights.get(node.inputs[1]) ?? { type: 'int64', dims: [0], bytes: new Uint8Array(0) });
    return field.map((reach, axis) => ({
      ...reach,
      first: reach.first - (pads[pads.length / 2 - field.length + axis] ?? 0) * reach.step,
    }));
  }
  const same = before.length === after.length && before.every((d, axis) => d === after[axis]);
  return same && hasTrait(node, 'local') ? field : null;
}

const slid = ({ first, step, size }: Reach, { kernel, dilation, stride }: Window, padding: number): Reach => ({
  first: first - padding * step,
  step: step * stride,
  size: size + (kernel - 1) * dilation * step,
});

/** A transposed convolution: place p takes from the places (p + padding − kernel + 1)/stride … (p + padding)/stride. */
const spread = ({ first, step, size }: Reach, { kernel, dilation, stride, before }: Window): Reach => {
  const reach = Math.ceil(((kernel - 1) * dilation) / stride);
  return {
    first: first + (Math.floor(before / stride) - reach) * step,
    step: step / stride,
    size: size + reach * step,
  };
};

const kernelOf = (node: Node, graph: Graph): readonly number[] =>
  graph.weights.get(node.inputs[1])?.dims.slice(2) ?? [];

function union(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  if (!a || !b) return null;
  return a.map((reach, axis) => {
    const first = Math.min(reach.first, b[axis].first);
    return { first, step: reach.step, size: Math.max(reach.first + reach.size, b[axis].first + b[axis].size) - first };
  });
}

/** Lengths of a tensor's axes after batch and channel; empty where it has others. */
function extent(graph: Graph, tensor: string, rank: number): number[] {
  const shape = graph.values.get(tensor)?.shape ?? graph.inputs.find((v) => v.name === tensor)?.shape;
  if (shape?.length !== rank + 2) return [0];
  return shape.slice(2).map((d) => (typeof d === 'number' ? d : 0));
}
