import assert from 'node:assert/strict';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { guessText } from '../../../src/engine/image/recipe-text';
import type { Recipe } from '../../../src/protocol/recipe';

const guess = { preset: 'imagenet', reason: 'of its size' } as const;
const complete = (given: Recipe, channels = 3) => completeRecipe(given, [], { dims: [channels, 8, 8], guess });

describe('a recipe with nothing left open', () => {
  it('says of every field that nobody stated what it was guessed from', () => {
    const { guessed } = complete({ color: 'rgb', range: [0, 1] });
    assert.deepEqual(
      guessed.map(({ field }) => field),
      ['mean', 'std', 'fit'],
    );
    assert.match(guessText({ guessed }), /^mean, std \(of its size\); fit \(.*\)$/);
    assert.deepEqual(complete({ preset: 'caffe' }).guessed, []);
  });

  it('takes the mean of a guess only with its range', () => {
    assert.deepEqual(complete({ range: [0, 1] }).mean, [0.485, 0.456, 0.406]);
    assert.deepEqual(complete({ range: [0, 255] }).mean, [0, 0, 0]);
  });

  it('finds the range that a mean belongs to', () => {
    assert.deepEqual(complete({ mean: [123.7, 116.8, 103.9], std: [58.4, 57.1, 57.4] }).range, [0, 255]);
    assert.deepEqual(complete({ mean: [0.5], std: [0.25] }).range, [0, 1]);
  });

  it('spreads one number over all channels and refuses any other count', () => {
    assert.deepEqual(complete({ range: [0, 1], mean: [0.5] }, 4).mean, [0.5, 0.5, 0.5, 0.5]);
    assert.throws(
      () => complete({ preset: 'unit', mean: [0.5, 0.5, 0.5, 0.5] }),
      /"mean" has 4 numbers, but the model takes 3/,
    );
    assert.throws(
      () => complete({ preset: 'unit', std: [1, 1] }, 1),
      /"std" has 2 numbers, but the model takes 1 channel/,
    );
  });

  it('gives a model of one channel grey, whatever a preset says of colours', () => {
    const { color, mean, std } = complete({ preset: 'imagenet' }, 1);
    assert.equal(color, 'gray');
    assert.ok(Math.abs(mean[0] - 0.449) < 1e-9 && Math.abs(std[0] - 0.226) < 1e-9 && mean.length + std.length === 2);
  });

  it('is grey for one channel, whatever colour is told: the red channel alone is no image', () => {
    for (const color of ['rgb', 'bgr'] as const)
      assert.equal(completeRecipe({ color }, [], { dims: [1, 8, 8] }).color, 'gray');
  });

  it('has one mean and deviation where the number of axes is not known', () => {
    const { mean, std } = completeRecipe({}, [], { dims: [] });
    assert.deepEqual([mean, std], [[0], [1]]);
  });

  it('guesses nothing of arrays, which are taken as they are', () => {
    assert.deepEqual(completeRecipe({}, [], { dims: [2, 100] }).guessed, []);
  });
});
