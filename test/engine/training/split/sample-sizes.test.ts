import assert from 'node:assert/strict';
import { heldOutOf } from '../../../../src/engine/training/split/held-out';
import { classCounts, sampleOf, sampleSizes } from '../../../../src/engine/training/split/sample-sizes';
import { shares } from '../../../../src/engine/training/split/shares';

describe('sizes of samples', () => {
  it('are dealt out in proportion, by the largest remainders', () => {
    assert.deepEqual(shares([60, 30, 10], 10), [6, 3, 1]);
    assert.deepEqual(shares([2, 2, 2], 4), [2, 1, 1]);
    assert.deepEqual(shares([1, 99], 99), [1, 98]);
  });

  it('are read as totals, by class, or found by halving', () => {
    assert.deepEqual(sampleSizes(['20', '6+2'], [30, 10]), [
      [6, 2],
      [15, 5],
    ]);
    assert.deepEqual(sampleSizes(['auto'], [64, 32]), [
      [16, 8],
      [32, 16],
      [64, 32],
    ]);
    assert.deepEqual(sampleSizes(['10'], [500, 500]), [[5, 5]]);
  });

  it('are refused in one sentence where there are not so many', () => {
    const refused = (text: string, what: RegExp) => assert.throws(() => sampleSizes([text], [30, 10]), what);
    refused('50', /learns from 40 inputs, fewer than 50/);
    refused('20+11', /10 inputs of class 2, fewer than 11/);
    refused('1+1+1', /names 3 classes, but there are 2/);
    refused('1', /too few for 2 classes/);
    refused('many', /the size many is no number/);
  });

  it('are drawn so that a smaller one is part of every larger one, with as many of each class', () => {
    const labels = Int32Array.from({ length: 40 }, (_, k) => (k % 4 === 0 ? 1 : 0));
    const split = { training: Int32Array.from(labels.keys()), seed: 3, fold: 1 };
    const [small, large] = [
      [6, 2],
      [15, 5],
    ].map((counts) => sampleOf(split, labels, counts));
    assert.deepEqual(classCounts(labels, small, 2), [6, 2]);
    assert.ok(small.every((k) => large.includes(k)));
    assert.notDeepEqual(sampleOf({ ...split, seed: 4 }, labels, [6, 2]), small);
  });

  it('hold out a share of every class by seed', () => {
    const labels = Int32Array.from({ length: 40 }, (_, k) => (k % 4 === 0 ? 1 : 0));
    const held = heldOutOf(labels, 0.2, 0);
    const chosen = Int32Array.from(labels.keys()).filter((k) => held[k] === 1);
    assert.deepEqual(classCounts(labels, chosen, 2), [6, 2]);
    assert.notDeepEqual(heldOutOf(labels, 0.2, 1), held);
    assert.deepEqual(Array.from(heldOutOf(Int32Array.of(0, 1), 0.9, 0)), [0, 0]);
  });
});
