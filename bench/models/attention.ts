import { int } from '../../src/engine/graph/model';
import type { Stack } from './stack';

export interface AttentionSize {
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
}

/**
 * Softmax(q kᵀ / √d) v by heads of tokens [N, T, C] (Vaswani et al. 2017), as PyTorch's exporter writes it.
 * @param bias adds to the scores [N · heads or broadcast, T, T] before the softmax
 */
export function attention(
  s: Stack,
  x: string,
  { tokens, width, heads }: AttentionSize,
  bias = (scores: string): string => scores,
): string {
  const size = width / heads;
  const parts = s.transposed(s.reshaped(s.dense(x, width, 3 * width), -1, tokens, 3, heads, size), 2, 0, 3, 1, 4);
  const [q, k, v] = s.builder
    .ops('Split', [parts], { axis: int(0), num_outputs: int(3) }, 3)
    .map((part) => s.builder.op('Squeeze', [part, s.builder.integers(0)]));
  const scaled = s.mul(q, s.builder.scalar(size ** -0.5));
  const scores = s.builder.op('MatMul', [scaled, s.transposed(k, 0, 1, 3, 2)]);
  const weights = s.builder.op('Softmax', [bias(scores)], { axis: int(-1) });
  const mixed = s.transposed(s.builder.op('MatMul', [weights, v]), 0, 2, 1, 3);
  return s.dense(s.reshaped(mixed, -1, tokens, width), width, width);
}

/** The dense layers behind attention. */
export const perceptron = (s: Stack, x: string, width: number): string =>
  s.dense(s.gelu(s.dense(x, width, 4 * width)), 4 * width, width);

/** A slice [from, to) along an axis. */
export function sliced(s: Stack, x: string, axis: number, [from, to]: readonly [number, number], step = 1): string {
  const { builder } = s;
  return builder.op('Slice', [
    x,
    builder.integers(from),
    builder.integers(to),
    builder.integers(axis),
    builder.integers(step),
  ]);
}

/** The mean over the tokens of [N, T, C]. */
export const tokenMean = (s: Stack, x: string): string =>
  s.builder.op('ReduceMean', [x, s.builder.integers(1)], { keepdims: int(0) });
