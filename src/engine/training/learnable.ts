import { numberAttribute, type Model, type Node, type Weight } from '../graph/model';
import { weightOf } from '../graph/weight';

/** Whether batch normalisation takes its statistics from the batch and Dropout drops; otherwise as in inference. */
export type Mode = 'training' | 'evaluation';

const TRUE = 'train:true';

/**
 * A model as it was read, made ready to be prepared for training: weights that learn, and in training the running
 * statistics, are marked as variable, so that preparing it computes nothing from them beforehand; in training mode
 * Dropout stays in the graph.
 */
export function learnable(model: Model, parameters: readonly string[], mode: Mode): Model {
  const { graph } = model;
  const variable = new Set([...parameters, ...(mode === 'training' ? statisticsOf(model) : [])]);
  const weights = new Map<string, Weight>(
    [...graph.weights].map(([name, weight]) => [name, variable.has(name) ? { ...weight, variable: true } : weight]),
  );
  if (mode === 'evaluation') return { ...model, graph: { ...graph, weights } };
  weights.set(TRUE, weightOf({ type: 'bool', dims: [], data: Uint8Array.of(1) }));
  return { ...model, graph: { ...graph, weights, nodes: graph.nodes.map(droppingNode) } };
}

/** The running statistics of batch normalisations: mean and variance in the order of the nodes. */
function statisticsOf({ graph }: Model): string[] {
  return graph.nodes.flatMap((node) =>
    node.op === 'BatchNormalization'
      ? node.inputs.slice(3, 5).filter((name) => graph.weights.get(name)?.type === 'float32')
      : [],
  );
}

/** Dropout that preparing the model does not take for the identity. */
function droppingNode(node: Node): Node {
  if (node.op !== 'Dropout' || numberAttribute(node, 'is_test', 0) === 1) return node;
  return { ...node, inputs: [node.inputs[0], node.inputs[1] ?? '', TRUE] };
}
