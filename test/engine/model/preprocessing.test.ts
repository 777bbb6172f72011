import assert from 'node:assert/strict';
import type { Model } from '../../../src/engine/graph/model';
import { levelsOf } from '../../../src/engine/image/recipe';
import { NO_NAMES } from '../../../src/engine/label/class-names';
import { modelInput } from '../../../src/engine/model/model-input';
import { cases, network } from './preprocessing-cases';

const recipeOf = (model: Model) => modelInput(model, {}, NO_NAMES).recipe;

describe('what a graph says of its preprocessing', () => {
  for (const { name, front, options, levels, color } of cases) {
    it(name, () => {
      const recipe = recipeOf(network(front, options));
      const { black, white } = levelsOf(recipe);
      [black, white].forEach((found, k) =>
        found.forEach((value, c) => {
          const wanted = levels[k];
          const level = typeof wanted === 'number' ? wanted : wanted[c];
          assert.ok(Math.abs(value - level) < 1e-3, `channel ${c}: ${value}, not ${level}`);
        }),
      );
      if (color) assert.equal(recipe.color, color);
      const reasons = recipe.guessed.filter(({ field }) => field === 'range' || field === 'mean' || field === 'std');
      assert.equal(reasons.length, 3);
      reasons.forEach(({ reason }) => assert.ok(reason.length > 20, reason));
    });
  }

  it('is not asked where a recipe tells', () => {
    const told = { color: 'rgb', range: [0, 1], mean: [0.5], std: [0.25], fit: 'fill' } as const;
    const { recipe } = modelInput(
      network((b, x) => b.op('Div', [x, b.scalar(255)])),
      told,
      NO_NAMES,
    );
    assert.deepEqual(recipe.guessed, []);
    assert.deepEqual(
      [recipe.range, recipe.mean, recipe.std],
      [
        [0, 1],
        [0.5, 0.5, 0.5],
        [0.25, 0.25, 0.25],
      ],
    );
  });
});
