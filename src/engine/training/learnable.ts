import type { Model, Weight } from '../graph/model';
import { dropping } from './dropout';

/** Whether batch normalisation takes its statistics from the batch and Dropout drops; otherwise as in inference. */
export type Mode = 'training' | 'evaluation';

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
  const marked = { ...model, graph: { ...graph, weights } };
  return mode === 'evaluation' ? marked : dropping(marked);
}

/** The running statistics of batch normalisations: mean and variance in the order of the nodes. */
function statisticsOf({ graph }: Model): string[] {
  return graph.nodes.flatMap((node) =>
    node.op === 'BatchNormalization'
      ? node.inputs.slice(3, 5).filter((name) => graph.weights.get(name)?.type === 'float32')
      : [],
  );
}
