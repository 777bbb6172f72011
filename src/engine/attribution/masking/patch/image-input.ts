import type { Dimension, Graph, Node } from '../../../graph/model';
import { hasTrait } from '../../../graph/operators';

/** Shape of a tensor or weight of a graph. */
export const shapeIn = ({ weights, values }: Graph, tensor: string): readonly Dimension[] =>
  weights.get(tensor)?.dims ?? values.get(tensor)?.shape ?? [];

/**
 * Which input of a node is the image, where it makes each place of an image of the same place of that one and of what
 * all places share; undefined of other nodes, and of steps, which would make much of a difference in the last digit.
 */
export function imageOf(node: Node, graph: Graph): number | undefined {
  const [output, ...more] = node.outputs;
  if (more.length > 0 || graph.values.get(output)?.type !== 'float32') return undefined;
  if (node.op === 'BatchNormalization') return 0;
  if (!hasTrait(node, 'pointwise') || hasTrait(node, 'constant') || hasTrait(node, 'random')) return undefined;
  const images = node.inputs.flatMap((input, k) => (input && !isShared(shapeIn(graph, input)) ? [k] : []));
  return images.length === 1 && shapeIn(graph, node.inputs[images[0]]).length === 4 ? images[0] : undefined;
}

/** Whether a tensor says the same of every place. */
const isShared = (dims: readonly Dimension[]): boolean => dims.slice(-2).every((length) => length === 1);
