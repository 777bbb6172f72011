import assert from 'node:assert/strict';
import { Draws } from '../../../src/engine/attribution/draws';
import { kernelShap } from '../../../src/engine/attribution/kernel-shap';
import { lime } from '../../../src/engine/attribution/lime';
import type { Attribution, AttributionMethod } from '../../../src/engine/attribution/method';
import { rise } from '../../../src/engine/attribution/rise';
import { shapleyValueSampling } from '../../../src/engine/attribution/shapley-value-sampling';
import { sobol } from '../../../src/engine/attribution/sobol';
import { filtered } from '../../../src/engine/job/filter';
import { gridLabels } from '../../../src/engine/segmentation';
import { floats } from '../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, noise } from './perturbation/setup';

const dims = [1, 6, 4];
const input = noise([1, ...dims], 'input');
const files = { segments: gridLabels([6, 4], 6, 4) };
const SEEDS = 24;

/** The spread of maps between seeds over the standard error they tell, both as root mean squares over the map and the seeds. */
function spreadOverTold(results: readonly Attribution[]): number {
  let [spread, told] = [0, 0];
  for (let i = 0; i < results[0].map.data.length; i++) {
    const mean = results.reduce((sum, { map }) => sum + map.data[i], 0) / results.length;
    spread += results.reduce((sum, { map }) => sum + (map.data[i] - mean) ** 2, 0) / (results.length - 1);
    told += results.reduce((sum, { standardError }) => sum + standardError!.data[i] ** 2, 0) / results.length;
  }
  return Math.sqrt(spread / told);
}

describe('standard errors', () => {
  const network = curvedNetwork(dims);
  const run = (method: AttributionMethod, params: object, seed: number) => explain(method, network, input, { params: { ...params }, files, draws: new Draws(seed) });
  const cases: readonly [name: string, method: AttributionMethod, params: object][] = [
    ['RISE by mask sum', rise, { samples: 200, gridSize: 3 }],
    ['RISE by count', rise, { samples: 200, gridSize: 3, normalization: 'count' }],
    ['LIME', lime, { samples: 300, featureSelection: 'none' }],
    ['KernelSHAP', kernelShap, { samples: 400 }],
    ['Shapley value sampling', shapleyValueSampling, { permutations: 20 }],
    ['Sobol', sobol, { designs: 64, gridSize: 3 }],
  ];
  for (const [name, method, params] of cases) {
    it(`of ${name} are what maps of different seeds differ by`, async () => {
      const results = await Promise.all(Array.from({ length: SEEDS }, (_, seed) => run(method, params, seed + 1)));
      for (const { map, standardError } of results) assert.deepEqual(standardError?.dims, map.dims);
      const ratio = spreadOverTold(results);
      assert.ok(ratio > 0.7 && ratio < 1.4, `seeds differ by ${ratio.toFixed(2)} of what was told`);
    });
  }

  const stopping: readonly [name: string, method: AttributionMethod, params: object][] = [
    ['LIME', lime, { samples: 20000, featureSelection: 'none', standardError: 0.01 }],
    ['Sobol', sobol, { designs: 4000, gridSize: 3, standardError: 0.02 }],
  ];
  for (const [name, method, params] of stopping) {
    it(`end a run of ${name} once the least certain value is certain enough`, async () => {
      const { standardError, warnings } = await run(method, params, 1);
      const worst = Math.max(...standardError!.data);
      const level = (params as { standardError: number }).standardError;
      assert.match(warnings!.join(), /Precise enough after \d+ of/);
      assert.ok(worst <= level * (1 + 1e-6) && worst > level / 2, `${worst}`);
    });
  }

  it('are not told where too few draws tell none', async () => {
    assert.equal((await run(rise, { samples: 1 }, 1)).standardError, undefined);
    assert.equal((await run(shapleyValueSampling, { permutations: 1 }, 1)).standardError, undefined);
  });

  it('go with the low-pass filter, whose result they do not describe', () => {
    const map = floats([1, 1, 2, 2], [1, 2, 3, 4]);
    assert.equal(filtered({ map, standardError: map }, { forgrad: 1 }).standardError, undefined);
    assert.equal(filtered({ map, standardError: map }, { forgrad: 0 }).standardError, map);
  });
});
