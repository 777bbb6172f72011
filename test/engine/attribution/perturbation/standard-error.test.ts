import assert from 'node:assert/strict';
import { Draws } from '../../../../src/engine/attribution/draws';
import { kernelShap } from '../../../../src/engine/attribution/perturbation/kernel-shap';
import { lime } from '../../../../src/engine/attribution/perturbation/lime';
import type { Attribution, AttributionMethod } from '../../../../src/engine/attribution/method';
import { rise } from '../../../../src/engine/attribution/perturbation/rise';
import { shapleyValueSampling } from '../../../../src/engine/attribution/perturbation/shapley-value-sampling';
import { sobol } from '../../../../src/engine/attribution/perturbation/sobol';
import { filtered } from '../../../../src/engine/explanation/filter';
import { gridLabels } from '../../../../src/engine/segmentation';
import { floats } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, noise } from './setup';

const dims = [1, 6, 4];
const input = noise([1, ...dims], 'input');
const files = { segments: gridLabels([6, 4], 6, 4) };
const SEEDS = 24;

/**
 * The spread of maps between seeds over the standard error they tell, both as root mean squares over the map and the
 * seeds.
 */
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
  const run = (method: AttributionMethod, params: object, seed: number) =>
    explain(method, network, input, { params: { ...params }, files, draws: new Draws(seed) });
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
    ['RISE', rise, { samples: 20000, gridSize: 3, standardError: 0.02 }],
    ['LIME', lime, { samples: 20000, featureSelection: 'none', standardError: 0.02 }],
    ['KernelSHAP', kernelShap, { samples: 20000, standardError: 0.01 }],
    ['Shapley value sampling', shapleyValueSampling, { permutations: 2000, standardError: 0.02 }],
    ['Sobol', sobol, { designs: 4000, gridSize: 3, standardError: 0.02 }],
  ];
  for (const [name, method, params] of stopping) {
    it(`end a run of ${name} once it is certain enough, wherever it runs`, async () => {
      const first = await run(method, params, 1);
      const { standardError, warnings } = first;
      // RISE looks at the mean over the map, the others at the least certain value.
      const worst =
        method === rise
          ? standardError!.data.reduce((sum, v) => sum + v, 0) / standardError!.data.length
          : Math.max(...standardError!.data);
      const level = (params as { standardError: number }).standardError;
      assert.match(warnings!.join(), /Precise enough after \d+ of/);
      assert.ok(worst <= level * (1 + 1e-6) && worst > level / 2, `${worst}`);
      // Neither what was run before nor the size of batches decides where it ends.
      const alone = await explain(method, curvedNetwork(dims, 3, false), input, {
        params: { ...params },
        files,
        draws: new Draws(1),
      });
      for (const again of [await run(method, params, 1), alone]) {
        assert.deepEqual(again.warnings, warnings);
        assert.ok(gap(again.map.data, first.map.data) < 1e-5);
      }
    });
  }

  it('of LIME are not believed of a few samples', async () => {
    const network = curvedNetwork([1, 1, 2], 3, false);
    for (let seed = 0; seed < 20; seed++) {
      const params = { samples: 5000, featureSelection: 'none', standardError: 0.05 };
      const { warnings } = await explain(lime, network, noise([1, 1, 1, 2], 'pair'), {
        params,
        files: { segments: gridLabels([1, 2], 1, 2) },
        draws: new Draws(seed),
      });
      const known = Number(/after (\d+) of/.exec(warnings!.join())?.[1] ?? 5000);
      assert.ok(known >= 64, `${known}`);
    }
  });

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
