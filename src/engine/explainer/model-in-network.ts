import type { GraphBuilder } from '../graph/builder';
import { capturedBy, renamedNodes, withOutputs } from '../graph/rewriting';
import type { NetworkGraph } from '../session/graph';

const PREFIX = 'model:';

/** Whether a model can stand in a larger graph, and images do not depend on each other in it. */
export const canStandInside = ({ model, batched }: NetworkGraph): boolean =>
  batched && model.functions.length === 0 && model.graph.nodes.every((node) => capturedBy(node).length === 0);

/** Appends a model as it is, none of whose weights learn. @returns the tensor of its logits */
export function appendModel(builder: GraphBuilder, { model, input, logits }: NetworkGraph, from: string): string {
  const { graph } = withOutputs(model, [logits]);
  const own = new Map<string, string>([[input, from]]);
  for (const [name, weight] of graph.weights) own.set(name, builder.weight(weight, PREFIX + name));
  const renamed = renamedNodes(graph.nodes, (name) => own.get(name) ?? PREFIX + name);
  renamed.forEach((node) => builder.add(node));
  return PREFIX + logits;
}
