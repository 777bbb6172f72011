import { NumpyRandom } from '../../tensor/numpy-random';

/** How samples are dealt out: in the order they have, or shuffled with a seed. */
export interface FoldOptions {
  readonly folds: number;
  readonly stratified: boolean;
  readonly seed?: number;
}

/**
 * The fold whose test part holds each sample, the same as scikit-learn's `StratifiedKFold` and `KFold` give, shuffled
 * ones with `random_state` = seed.
 */
export function foldsOf(labels: ArrayLike<number>, { folds, stratified, seed }: FoldOptions): Int32Array {
  const random = seed === undefined ? undefined : new NumpyRandom(seed);
  return stratified ? stratifiedFolds(labels, folds, random) : plainFolds(labels.length, folds, random);
}

/**
 * Every class spread over the folds as evenly as the sorted labels allow. Classes are numbered by first appearance, so
 * that the folds do not depend on what they are called.
 */
function stratifiedFolds(labels: ArrayLike<number>, folds: number, random?: NumpyRandom): Int32Array {
  const numbers = new Map<number, number>();
  const own = Int32Array.from(labels, (label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
  const shares = Array.from({ length: numbers.size }, () => new Int32Array(folds));
  Int32Array.from(own)
    .sort()
    .forEach((c, position) => shares[c][position % folds]++);
  const dealt = shares.map((counts) => {
    const order = Int32Array.from(Array.from(counts).flatMap((count, fold) => new Array<number>(count).fill(fold)));
    return random ? random.shuffle(order) : order;
  });
  const taken = new Int32Array(numbers.size);
  return own.map((c) => dealt[c][taken[c]++]);
}

/** Consecutive blocks of the samples in order; the first ones hold one more where the number does not divide. */
function plainFolds(count: number, folds: number, random?: NumpyRandom): Int32Array {
  const order = random?.permutation(count) ?? Int32Array.from({ length: count }, (_, i) => i);
  const [size, more] = [Math.floor(count / folds), count % folds];
  const result = new Int32Array(count);
  for (let fold = 0, start = 0; fold < folds; fold++) {
    const end = start + size + (fold < more ? 1 : 0);
    for (; start < end; start++) result[order[start]] = fold;
  }
  return result;
}
