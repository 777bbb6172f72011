import { LensError } from '../../../protocol/error';
import type { TrainingRequest } from '../../../protocol/training';
import type { Examples } from '../data/examples';
import type { Parts } from '../data/parts';
import { foldsOf } from '../split/folds';
import { heldOutOf } from '../split/held-out';

/** What one fold learns from, and what it is judged by. */
export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
  /** Of the repeat. */
  readonly seed: number;
  /** Within the repeat, from 0. */
  readonly fold: number;
}

export interface Splits {
  readonly splits: readonly Split[];
  /** Whether the part to test with stands in for a validation part. */
  readonly judgedByTest: boolean;
  /** Which epoch is kept: the last, where what judges must not choose. */
  readonly keep: 'best' | 'last';
  /** One sentence. */
  readonly description: string;
}

export type SplitRequest = Pick<TrainingRequest, 'folds' | 'leaveOneOut' | 'heldOut' | 'repeats' | 'sizes' | 'seed'>;

/** Share that is held out where nothing else judges. */
export const HELD_OUT = 0.2;

type Cut = Pick<Split, 'training' | 'validation'>;

/**
 * Stratified parts of what is learned from. A single run is judged by the part to test with, where there is one, and by
 * a held out fifth otherwise. As many folds as inputs leave each out once. Repeats are what the next seeds give.
 * @throws LensError for one class, or fewer samples than folds
 */
export function splitsOf({ learning, test }: Parts, request: SplitRequest): Splits {
  const { repeats = 1, heldOut, sizes = [] } = request;
  const all = Int32Array.from(learning.labels.keys());
  const folds = request.leaveOneOut ? all.length : request.folds;
  const leaveOneOut = folds === all.length;
  checkExamples(learning, folds);
  const judgedByTest = folds === 1 && test !== null && heldOut === undefined;
  const share = heldOut ?? HELD_OUT;
  const cuts = (seed: number): Cut[] =>
    judgedByTest
      ? [{ training: all, validation: new Int32Array(0) }]
      : folds === 1
        ? [cutBy(all, heldOutOf(learning.labels, share, seed), 1)]
        : foldCuts(all, foldsOf(learning.labels, { folds, stratified: !leaveOneOut, seed }), folds);
  const seeds = Array.from({ length: repeats }, (_, r) => request.seed + r);
  const splits = seeds.flatMap((seed) => cuts(seed).map((cut, fold) => ({ ...cut, seed, fold })));
  const keep = judgedByTest || leaveOneOut || sizes.length > 0 ? 'last' : 'best';
  const what = judgedByTest
    ? `trained on ${all.length}, judged by the ${test.labels.length} to test with`
    : leaveOneOut
      ? `each of ${all.length} left out once`
      : folds === 1
        ? `${splits[0].validation.length} of ${all.length} held out`
        : `${folds} stratified folds of ${all.length}`;
  const times = repeats > 1 ? `, ${repeats} times` : '';
  const kept = keep === 'last' ? 'the last epoch is kept' : 'the epoch of the best validation F1 is kept';
  return { splits, judgedByTest, keep, description: `${what}${times}; ${kept}` };
}

const cutBy = (all: Int32Array, part: ArrayLike<number>, judging: number): Cut => ({
  training: all.filter((k) => part[k] !== judging),
  validation: all.filter((k) => part[k] === judging),
});

const foldCuts = (all: Int32Array, fold: Int32Array, folds: number): Cut[] =>
  Array.from({ length: folds }, (_, f) => cutBy(all, fold, f));

function checkExamples({ labels, classes, names }: Examples, folds: number): void {
  const present = new Set(labels);
  if (present.size < 2)
    throw new LensError({
      code: 'invalid-argument',
      what: `all ${labels.length} inputs are of one class (${classes[labels[0]]})`,
      next: 'Choose a folder with a sub-folder for each of several classes',
    });
  const least = Math.max(2, folds);
  if (names.length < least)
    throw new LensError({
      code: 'invalid-argument',
      what: `there are ${names.length} inputs, fewer than ${least} folds`,
      next: 'Choose fewer folds, or add inputs',
    });
}
