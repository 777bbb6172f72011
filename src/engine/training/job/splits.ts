import { LensError } from '../../../protocol/error';
import type { Examples } from '../data/examples';
import type { Parts } from '../data/parts';
import { foldsOf } from '../split/folds';

/** What one fold learns from, and what it is judged by. */
export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

export interface Splits {
  readonly splits: readonly Split[];
  /** Whether the part to test with stands in for a validation part: then nothing is chosen by it. */
  readonly judgedByTest: boolean;
  /** One sentence. */
  readonly description: string;
}

/** Of one that is held out. */
const HELD_OUT = 5;

/**
 * Stratified parts of what is learned from. A single run is judged by the part to test with, where there is one, and by
 * a held out fifth otherwise.
 * @throws LensError for one class, or fewer samples than folds
 */
export function splitsOf({ learning, test }: Parts, folds: number, seed: number): Splits {
  checkExamples(learning, folds);
  const all = Int32Array.from(learning.labels.keys());
  if (folds === 1 && test)
    return {
      splits: [{ training: all, validation: new Int32Array(0) }],
      judgedByTest: true,
      description: `trained on ${all.length}, judged by the ${test.labels.length} to test with; the last epoch is kept`,
    };
  const count = folds === 1 ? HELD_OUT : folds;
  const fold = foldsOf(learning.labels, { folds: count, stratified: true, seed });
  const splits = Array.from({ length: folds }, (_, f) => ({
    training: all.filter((k) => fold[k] !== f),
    validation: all.filter((k) => fold[k] === f),
  }));
  const description =
    folds === 1
      ? `${splits[0].validation.length} of ${all.length} held out; the epoch of the best validation F1 is kept`
      : `${folds} stratified folds of ${all.length}; the epoch of the best validation F1 is kept`;
  return { splits, judgedByTest: false, description };
}

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
