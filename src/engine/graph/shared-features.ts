import type { CamLayer } from './cam-layer';
import { layouts } from './layout';
import type { Dimension, Model, Node } from './model';
import { hasTrait } from './operators';
import { ancestorsOf, bottlenecks } from './path';
import { productOf } from './shapes/dimension';
import { stagesOf } from './stages';

/**
 * The features that all boxes of a detector share, where class activation maps look: what is enlarged again for finer
 * grids, the last of the smallest extent; else the last through which everything runs. Null where none is found.
 * @param ends the tensors that hold boxes and scores
 */
export function sharedFeatures(model: Model, ends: readonly string[]): CamLayer | null {
  const { graph } = model;
  const shape = (tensor: string): readonly Dimension[] => graph.values.get(tensor)?.shape ?? [];
  const extent = (tensor: string): number => Number(productOf(shape(tensor).slice(2)));
  const behind = new Set(ends.flatMap((end) => ancestorsOf(graph, end)));
  const nodes = graph.nodes.filter((node) => behind.has(node));
  const stages = ends.flatMap((end) => stagesOf(model, end)).filter(({ node }) => behind.has(node));
  const described = (tensor: string, why: string): CamLayer => ({
    tensor,
    reason: `${tensor} [${shape(tensor).join(', ')}]: ${why}`,
    roles: layouts(model).get(tensor)?.roles ?? [],
  });
  for (const node of nodes.filter((one) => enlarges(one, extent))) {
    const before = new Set(ancestorsOf(graph, node.inputs[0]));
    const read = stages.filter((stage) => before.has(stage.node));
    const least = Math.min(...read.map(({ tensor }) => extent(tensor)));
    const last = read.filter(({ tensor }) => extent(tensor) === least).at(-1);
    if (last) return described(last.tensor, 'the features of the smallest extent that finer grids are made of');
  }
  const meeting = bottlenecks(graph, nodes);
  const shared = stages.filter(({ node }) => ends.every((end) => ancestorsOf(graph, end).includes(node)));
  const last = stages.filter(({ tensor }) => meeting.has(tensor)).at(-1) ?? shared.at(-1);
  return last ? described(last.tensor, 'the last features of which all boxes are made') : null;
}

/** Whether a node makes an image larger. */
export function enlarges(node: Node, extent: (tensor: string) => number): boolean {
  const [before, after] = [node.inputs[0], node.outputs[0]].map(extent);
  return hasTrait(node, 'resampling', 'convolution') && before > 1 && after > before;
}
