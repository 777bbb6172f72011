import assert from 'node:assert/strict';
import { featureAblation } from '../../../../src/engine/attribution/perturbation/feature-ablation';
import { integratedGradients } from '../../../../src/engine/attribution/gradient/integrated-gradients';
import { kernelShap } from '../../../../src/engine/attribution/perturbation/kernel-shap';
import { lime } from '../../../../src/engine/attribution/perturbation/lime';
import type { AttributionMethod } from '../../../../src/engine/attribution/method';
import { occlusion } from '../../../../src/engine/attribution/perturbation/occlusion';
import { partitionShap } from '../../../../src/engine/attribution/perturbation/partition-shap';
import { logitCache } from '../../../../src/engine/attribution/masking/logit-cache';
import { rise } from '../../../../src/engine/attribution/perturbation/rise';
import { shapleyExact } from '../../../../src/engine/attribution/perturbation/shapley-exact';
import { gridLabels } from '../../../../src/engine/segmentation';
import { Execution } from '../../../../src/engine/session/execution';
import { floats } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, noise, type Overrides } from '../perturbation/setup';

const dims = [1, 6, 4];
const input = noise([1, ...dims], 'input');
const files = { segments: gridLabels([6, 4], 3, 2) };

describe('the logit cache of perturbed copies', () => {
  let network = curvedNetwork(dims);
  beforeEach(() => (network = curvedNetwork(dims)));

  /** Passes run, and passes found done. */
  async function passes(
    method: AttributionMethod,
    params: object,
    more: Overrides = {},
  ): Promise<[run: number, shared: number]> {
    const execution = new Execution();
    await explain(method, network, input, { params: { ...params }, execution, ...more });
    return [Math.round(execution.spent.forward), execution.spent.shared];
  }

  it('serves a sweep over the number of masks from the longest run', async () => {
    const sweep = [];
    for (const samples of [100, 1000, 4000]) sweep.push(await passes(rise, { samples }));
    assert.deepEqual(sweep, [
      [100, 0],
      [900, 100],
      [3000, 1000],
    ]);
    assert.deepEqual(await passes(rise, { samples: 4000, normalization: 'count' }), [0, 4000]);
    assert.deepEqual(await passes(rise, { samples: 4000 }, { score: { index: 2, kind: 'probability' } }), [0, 4000]);
    assert.deepEqual(await passes(rise, { samples: 100, gridSize: 5 }), [100, 0], 'another grid has other masks');
  });

  it('serves every method that hides the same segments', async () => {
    assert.deepEqual(await passes(shapleyExact, {}, { files }), [64, 0]);
    assert.deepEqual(await passes(kernelShap, { coalitions: 'all' }, { files }), [0, 64]);
    assert.deepEqual(await passes(kernelShap, { samples: 40 }, { files }), [0, 42]);
    assert.equal((await passes(featureAblation, {}, { files }))[0], 1, 'only the input itself is new');
    assert.equal((await passes(lime, { samples: 500 }, { files }))[0], 0);
    assert.equal(
      (await passes(lime, { samples: 50, baseline: 'mean' }, { files }))[0] > 0,
      true,
      'another baseline gives other inputs',
    );
  });

  it('runs no coalition twice, and gives the values of running all', async () => {
    const execution = new Execution();
    const once = await explain(lime, network, input, { files, params: { samples: 400 }, execution });
    assert.ok(execution.spent.forward <= 64.001);
    const fresh = await explain(lime, curvedNetwork(dims, 3, false), input, { files, params: { samples: 400 } });
    assert.ok(gap(once.map.data, fresh.map.data) < 1e-5);
  });

  it('serves windows of any stride, and larger budgets of partition SHAP', async () => {
    const strides = (n: number) => ({ window: [1, 2, 2], strides: [1, n, n] });
    const [fine] = await passes(occlusion, strides(1));
    assert.ok(fine > 1);
    assert.equal((await passes(occlusion, strides(2)))[0], 0);
    const blocks = { gridSize: 4, masker: 'baseline' };
    const [small, large] = [
      await passes(partitionShap, { ...blocks, samples: 30 }),
      await passes(partitionShap, { ...blocks, samples: 90 }),
    ];
    assert.ok(large[1] >= small[0] && large[0] + large[1] <= 90 && large[0] > 0);
  });

  it('is not needed for the input itself: integrated gradients from two baselines share its forward pass', async () => {
    const [black] = await passes(integratedGradients, { steps: 4, baseline: 'zeros' });
    const [grey, shared] = await passes(integratedGradients, { steps: 4, baseline: 'mean' });
    assert.deepEqual([black - grey, shared], [1, 1]);
  });

  it('is bounded: the least recently used caches make room, and a full one takes no more', () => {
    const rows = 1 << 11;
    const logits = floats([rows, 1 << 12]);
    const keys = (start: number) => Array.from({ length: rows }, (_, n) => start + n);
    const [first, second] = [logitCache(network, 'first'), logitCache(network, 'second')];
    first.add(keys(0), logits);
    for (let part = 0; part < 6; part++) second.add(keys(part * rows), logits);
    assert.equal(logitCache(network, 'first').row(0), undefined, 'the first cache had to go');
    assert.ok(second.row(2 * rows) && second.size <= 1 << 25);
    assert.equal(second.row(5 * rows), undefined);
  });
});
