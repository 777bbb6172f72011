import assert from 'node:assert/strict';
import { foldsOf } from '../../../../src/engine/training/split/folds';

const LABELS = [2, 0, 1, 1, 0, 2, 0, 1, 0, 0, 1, 2];

/** Expected folds are those of scikit-learn 1.2; unshuffled ones are in the reference suite `training`. */
describe('folds', () => {
  it('are shuffled within each class by the seed', () => {
    assert.deepEqual(
      [...foldsOf(LABELS, { folds: 3, stratified: true, seed: 7 })],
      [2, 1, 2, 1, 0, 1, 0, 0, 2, 1, 2, 0],
    );
  });

  it('are blocks of shuffled samples where classes do not count', () => {
    assert.deepEqual(
      [...foldsOf(LABELS, { folds: 5, stratified: false, seed: 7 })],
      [1, 1, 0, 3, 4, 1, 3, 0, 2, 4, 0, 2],
    );
  });

  it('hold one sample each where there are as many', () => {
    const folds = foldsOf(LABELS, { folds: LABELS.length, stratified: false, seed: 1 });
    assert.deepEqual(
      [...folds].sort((a, b) => a - b),
      [...LABELS.keys()],
    );
  });
});
