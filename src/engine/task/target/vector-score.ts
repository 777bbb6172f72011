import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { withShapes } from '../../graph/shapes';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { total } from './elements';

/** One number made of all scores and of a vector, [N, 1]. */
export const VECTOR_SCORE = 'lens:vector-score';
/** The vector, [1, scores]: an input of the graph, so that another one is no other program. */
export const VECTOR = 'lens:vector';
/** A value that is taken off, [1, 1]. */
export const VALUE = 'lens:value';

type Made = (builder: GraphBuilder, scores: string) => string;

const weighted: Made = (builder, scores) => total(builder, builder.op('Mul', [scores, VECTOR]));

/** e · v / |e|, which of the mean of unit vectors is the mean cosine. */
const similarity: Made = (builder, scores) =>
  builder.op('Div', [
    weighted(builder, scores),
    builder.op('ReduceL2', [scores, builder.integers(1)], { keepdims: int(1) }),
  ]);

/** Σ v s − value */
const difference: Made = (builder, scores) =>
  builder.op('Sub', [weighted(builder, scores), builder.input(VALUE, 'float32', [1, 1])]);

/** What can be made of scores and a vector. */
const vectorScores = Object.freeze({
  weighted,
  difference,
  deviation: (builder, scores) => builder.op('Abs', [difference(builder, scores)]),
  similarity,
  distance: (builder, scores) => builder.op('Sub', [builder.scalar(1), similarity(builder, scores)]),
} satisfies Record<string, Made>);
export type VectorScore = keyof typeof vectorScores;

/** A network's graph with the number beside its scores [N, count]. */
export function withVectorScore(model: Model, scores: string, count: number, kind: VectorScore): Model {
  const builder = new GraphBuilder(model, 'lens:');
  builder.input(VECTOR, 'float32', [1, count]);
  const flat = builder.op('Flatten', [scores], { axis: int(1) });
  builder.output(vectorScores[kind](builder, flat), VECTOR_SCORE);
  return withShapes(builder.build());
}

/** The mean of vectors of length 1 in the directions of embeddings. */
export function meanDirection(embeddings: readonly FloatTensor[]): FloatTensor {
  const mean = new Float32Array(embeddings[0].data.length);
  for (const { data } of embeddings) {
    const length = Math.hypot(...data) || 1;
    data.forEach((value, k) => (mean[k] += value / length / embeddings.length));
  }
  return floats([1, mean.length], mean);
}
