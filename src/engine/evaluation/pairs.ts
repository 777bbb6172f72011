import type { Comparison } from '../statistics';
import type { FloatTensor } from '../tensor/tensor';

/** Where a number belongs: the indices of a model and a method. */
export interface Place {
  readonly model: number;
  readonly method: number;
}

/** Two maps of one input that are compared. */
export interface Pair {
  readonly first: Place;
  readonly second: Place;
}

/** Every two methods under each model, and every two models under each method. */
export function pairsOf(models: number, methods: number): Pair[] {
  const places = Array.from({ length: models * methods }, (_, i) => ({
    model: Math.floor(i / methods),
    method: i % methods,
  }));
  const all = places.flatMap((first, i) => places.slice(i + 1).map((second) => ({ first, second })));
  return all.filter(({ first, second }) => (first.model === second.model) !== (first.method === second.method));
}

/** NaN for maps of different sizes. */
export function comparePairs(comparison: Comparison, a: FloatTensor, b: FloatTensor): number {
  return a.dims.join() === b.dims.join() ? comparison.compare({ a: a.data, b: b.data, dims: a.dims }) : NaN;
}
