import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { total } from './elements';

/** How near an embedding is to a stored one, as a score [N, 1]. */
export type Nearness = (builder: GraphBuilder, embedding: string, reference: FloatTensor) => string;

const flat = (builder: GraphBuilder, tensor: string): string => builder.op('Flatten', [tensor], { axis: int(1) });
const stored = (builder: GraphBuilder, { data }: FloatTensor): string =>
  builder.constant(floats([1, data.length], data), 'reference');
const length = (builder: GraphBuilder, tensor: string): string =>
  builder.op('Sqrt', [total(builder, builder.op('Mul', [tensor, tensor]))]);

/** e · r / (|e| |r|) */
const cosineSimilarity: Nearness = (builder, embedding, reference) => {
  const own = flat(builder, embedding);
  const product = total(builder, builder.op('Mul', [own, stored(builder, reference)]));
  const norm = Math.sqrt(reference.data.reduce((sum, v) => sum + v * v, 0));
  return builder.op('Div', [product, builder.op('Mul', [length(builder, own), builder.scalar(norm)])]);
};

/** 1 − e · r / (|e| |r|) */
const cosineDistance: Nearness = (builder, embedding, reference) =>
  builder.op('Sub', [builder.scalar(1), cosineSimilarity(builder, embedding, reference)]);

/** |e − r| */
const euclideanDistance: Nearness = (builder, embedding, reference) =>
  length(builder, builder.op('Sub', [flat(builder, embedding), stored(builder, reference)]));

/** Every measure of how near two embeddings are. */
export const nearnesses: Readonly<Record<string, Nearness>> = Object.freeze({
  'cosine-similarity': cosineSimilarity,
  'cosine-distance': cosineDistance,
  'euclidean-distance': euclideanDistance,
});
