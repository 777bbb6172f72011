import assert from 'node:assert/strict';
import { outputGradientOf, probabilities, scoreCount, scoresOf } from '../../../src/engine/session/score';
import { floats } from '../../../src/engine/tensor/tensor';

const rounded = (values: ArrayLike<number>): number[] => Array.from(values, (v) => Number(v.toFixed(6)));

describe('scores', () => {
  it('are classes, labels or estimates', () => {
    const row = Float32Array.of(0, Math.log(3));
    assert.deepEqual(rounded(probabilities(row, [1, 2])), [0.25, 0.75]);
    assert.deepEqual(rounded(probabilities(row, [1, 2], 'sigmoid')), [0.5, 0.75]);
    assert.deepEqual(rounded(probabilities(row, [1, 2], 'identity')), rounded(row));
    assert.deepEqual(
      (['softmax', 'sigmoid', 'identity'] as const).map((link) => scoreCount([1, 2], link)),
      [2, 2, 2],
    );
  });

  it('of one number are two classes, or one estimate', () => {
    const logits = floats([2, 1], [2, -3]);
    assert.deepEqual(scoreCount([1, 1]), 2);
    assert.deepEqual([...scoresOf(logits, { index: 0, kind: 'logit' })], [-2, 3]);
    assert.deepEqual(scoreCount([1, 1], 'identity'), 1);
    assert.deepEqual([...scoresOf(logits, { index: 0, kind: 'logit', link: 'identity' })], [2, -3]);
    assert.deepEqual([...outputGradientOf({ index: 0, kind: 'logit' }, [1, 1]).data], [-1]);
    assert.deepEqual([...outputGradientOf({ index: 0, kind: 'logit', link: 'identity' }, [1, 1]).data], [1]);
    assert.throws(() => scoresOf(logits, { index: 1, kind: 'logit', link: 'identity' }), /no class 1; the model has 1/);
  });

  it('of one number per position are two classes, summed over a region', () => {
    const logits = floats([1, 1, 2, 2], [1, -2, 3, -4]);
    const mask = Float32Array.of(1, 0, 0.5, 0);
    assert.deepEqual([...scoresOf(logits, { index: 1, kind: 'logit', mask })], [2.5]);
    assert.deepEqual([...scoresOf(logits, { index: 0, kind: 'logit', mask })], [-2.5]);
    assert.deepEqual([...outputGradientOf({ index: 0, kind: 'logit', mask }, [1, 1, 2, 2]).data], [-1, -0, -0.5, -0]);
  });
});
