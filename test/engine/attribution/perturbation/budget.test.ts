import assert from 'node:assert/strict';
import { methods } from '../../../../src/engine/attribution';
import { kernelShap } from '../../../../src/engine/attribution/perturbation/kernel-shap';
import { lime } from '../../../../src/engine/attribution/perturbation/lime';
import type { AttributionMethod } from '../../../../src/engine/attribution/method';
import { partitionShap } from '../../../../src/engine/attribution/perturbation/partition-shap';
import { shapleyExact } from '../../../../src/engine/attribution/perturbation/shapley-exact';
import { Execution } from '../../../../src/engine/session/execution';
import { gridLabels } from '../../../../src/engine/segmentation';
import { convolutionalNetwork, curvedNetwork, explain, noise } from './setup';

describe('a budget of forward passes', () => {
  const input = noise([1, 1, 8, 8], 'input');
  /** The ablation of nine segments takes no more than ten. */
  const BUDGET = 5;
  for (const method of methods.filter(({ params }) => params.some(({ name }) => name === 'passes'))) {
    it(`ends a run of ${method.id}, which says on how many samples it rests`, async () => {
      const given = { segments: 9, segmentation: 'grid', rows: 3, columns: 3, window: [1, 2, 2], passes: BUDGET };
      const params = Object.fromEntries(
        Object.entries(given).filter(([name]) => method.params.some((p) => p.name === name)),
      );
      const execution = new Execution();
      const { map, warnings } = await explain(method, convolutionalNetwork(1, 8), input, {
        params,
        execution,
        layer: 'deep',
      });
      assert.ok(map.data.every(Number.isFinite));
      // SISE first looks at the gradient.
      assert.ok(execution.spent.forward <= BUDGET + 2.5, `${execution.spent.forward}`);
      // Partition SHAP opens a block by two masks.
      assert.match(
        warnings!.join(),
        new RegExp(`Budget: the map rests on ${method.id === 'partition-shap' ? BUDGET - 1 : BUDGET} of \\d+ samples`),
      );
    });
  }
});

describe('a budget that is more than there is to run', () => {
  it('is not mentioned by Partition SHAP', async () => {
    const { warnings } = await explain(partitionShap, convolutionalNetwork(1, 8), noise([1, 1, 8, 8], 'input'), {
      params: { gridSize: 2, samples: 500, passes: 100 },
    });
    assert.deepEqual(warnings, []);
  });
});

describe('perturbation methods that end after a few passes', () => {
  const files = { segments: gridLabels([4, 4], 3, 3) };
  const input = noise([1, 1, 4, 4], 'few');
  const run = (method: AttributionMethod, passes: number) =>
    explain(method, curvedNetwork([1, 4, 4], 3, false), input, { params: { passes }, files });
  for (const method of [kernelShap, shapleyExact]) {
    it(`tell no errors they cannot know, and keep the sum: ${method.id}`, async () => {
      for (const passes of [2, 3, 4, 9, 12]) {
        const { map, standardError, completeness } = await run(method, passes);
        assert.equal(standardError, undefined, `after ${passes}`);
        assert.ok(map.data.every(Number.isFinite));
        assert.ok(Math.abs(completeness!.sum - completeness!.expected) < 1e-6);
      }
      assert.ok((await run(method, 60)).standardError!.data.some((error) => error > 0));
      await assert.rejects(run(method, 1), { code: 'cancelled' });
    });
  }

  it('tell no errors they cannot know: lime', async () => {
    assert.equal((await run(lime, 5)).standardError, undefined);
    assert.ok((await run(lime, 60)).standardError!.data.some((error) => error > 0));
  });
});
