import { GraphBuilder } from '../graph/builder';
import type { Model } from '../graph/model';
import { pruned } from '../graph/rewriting';
import type { WeightVector } from './vector';

/** The model with weights that come in as vectors, by the name of the input. */
export function withVectorInputs(model: Model, vectors: Readonly<Record<string, WeightVector>>): Model {
  const given = Object.entries(vectors).filter(([, vector]) => vector.length > 0);
  const names = new Set(given.flatMap(([, { parts }]) => parts.map(({ name }) => name)));
  const weights = new Map([...model.graph.weights].filter(([name]) => !names.has(name)));
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, nodes: [], weights } }, 'vector:');
  for (const [input, vector] of given) vector.split(builder, builder.input(input, 'float32', [vector.length]));
  model.graph.nodes.forEach((node) => builder.add(node));
  return pruned(builder.build());
}
