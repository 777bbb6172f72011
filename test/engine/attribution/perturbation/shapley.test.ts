import assert from 'node:assert/strict';
import { LensError } from '../../../../src/protocol/error';
import { Draws } from '../../../../src/engine/attribution/draws';
import { kernelShap } from '../../../../src/engine/attribution/perturbation/kernel-shap';
import { coalitionOf } from '../../../../src/engine/attribution/coalition/coalitions';
import { arrived, raced } from '../../../../src/engine/attribution/coalition/coalition-race';
import { constrainedFit } from '../../../../src/engine/attribution/coalition/kernel-shap-fit';
import { complement, drawCoalitions } from '../../../../src/engine/attribution/coalition/kernel-shap-draws';
import { shapleyExact } from '../../../../src/engine/attribution/perturbation/shapley-exact';
import { shapleyValueSampling } from '../../../../src/engine/attribution/perturbation/shapley-value-sampling';
import { gridLabels } from '../../../../src/engine/segmentation';
import { Execution } from '../../../../src/engine/session/execution';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { curvedNetwork, explain, gap, noise, segmentValuesOf } from './setup';

const dims = [1, 6, 4];
const input = noise([1, ...dims], 'input');
const labels = gridLabels([6, 4], 3, 2);
const files = { segments: labels };

function* orders(items: number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const first of items) for (const rest of orders(items.filter((i) => i !== first))) yield [first, ...rest];
}

/** Mean marginal contributions over all 720 orders, from the 64 scores. */
async function byOrders(): Promise<Float64Array> {
  const exact = await explain(shapleyExact, curvedNetwork(dims), input, { files });
  const scores = (exact.details?.coalitionScores as { data: Float64Array }).data;
  const sums = new Float64Array(6);
  let count = 0;
  for (const order of orders([0, 1, 2, 3, 4, 5])) {
    let coalition = 0;
    for (const s of order) {
      sums[s] += scores[coalition | (1 << s)] - scores[coalition];
      coalition |= 1 << s;
    }
    count++;
  }
  return sums.map((sum) => sum / count);
}

describe('shapley-exact', () => {
  it('is the mean marginal contribution over all orders, and sums to the difference of the ends', async () => {
    const result = await explain(shapleyExact, curvedNetwork(dims), input, { files });
    assert.ok(gap(segmentValuesOf(result), await byOrders()) < 1e-6);
    assert.ok(Math.abs(result.completeness!.sum - result.completeness!.expected) < 1e-6);
  });

  it('stopped early, estimates them and tells its error', async () => {
    const twelve = { segments: gridLabels([6, 4], 4, 3) };
    const network = curvedNetwork(dims);
    const whole = await explain(shapleyExact, network, input, { files: twelve });
    const stop = new AbortController();
    const execution = new Execution(stop.signal);
    const early = await explain(shapleyExact, curvedNetwork(dims), input, {
      files: twelve,
      execution,
      report: (fraction) => fraction > 0.02 && stop.abort(),
    });
    assert.match(early.warnings!.join(), /Cancelled: the map rests on/);
    const told = Math.sqrt((early.standardError as { data: Float32Array }).data.reduce((sum, e) => sum + e * e, 0));
    const error = Math.sqrt(early.map.data.reduce((sum, v, i) => sum + (v - whole.map.data[i]) ** 2, 0));
    assert.ok(error > 0 && error < 3 * told, `${error}, told ${told}`);
    assert.equal(whole.standardError, undefined);
  });

  it('refuses more than 14 segments', async () => {
    const run = explain(shapleyExact, curvedNetwork(dims), input, { files: { segments: gridLabels([6, 4], 6, 4) } });
    await assert.rejects(run, (e) => e instanceof LensError && e.code === 'invalid-argument');
  });
});

describe('kernel-shap', () => {
  it('over all coalitions equals the Shapley values, and so it does when the budget covers them', async () => {
    const exact = await byOrders();
    for (const params of [{ coalitions: 'all' }, { samples: 62 }]) {
      const result = await explain(kernelShap, curvedNetwork(dims), input, { files, params });
      assert.ok(gap(segmentValuesOf(result), exact) < 1e-5);
    }
  });

  it('sampled, keeps the sum exactly, repeats with its seed, and comes close', async () => {
    const run = (batched: boolean, seed: number) =>
      explain(kernelShap, curvedNetwork(dims, 3, batched), input, {
        files: { segments: gridLabels([6, 4], 6, 4) },
        params: { samples: 600 },
        draws: new Draws(seed),
      });
    const [first, single, other] = [await run(true, 1), await run(false, 1), await run(true, 2)];
    assert.ok(Math.abs(first.completeness!.sum - first.completeness!.expected) < 1e-6);
    assert.ok(gap(segmentValuesOf(first), segmentValuesOf(single)) < 1e-5);
    const distance = gap(segmentValuesOf(first), segmentValuesOf(other));
    assert.ok(distance > 0 && distance < 0.15);
  });

  it('tells standard errors that match the spread between seeds, and stops at one', async () => {
    const run = (seed: number, more = {}) =>
      explain(kernelShap, curvedNetwork(dims), input, {
        files: { segments: gridLabels([6, 4], 6, 4) },
        params: { samples: 400, ...more },
        draws: new Draws(seed),
      });
    const results = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => run(seed)));
    const spreadOf = (s: number): number => {
      const values = results.map((r) => segmentValuesOf(r)[s]);
      const mean = values.reduce((a, b) => a + b, 0) / 8;
      return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 7;
    };
    const told = (results[0].details?.standardErrors as { data: Float64Array }).data;
    const ratio = Math.sqrt(
      Array.from(told.keys(), spreadOf).reduce((a, b) => a + b, 0) / told.reduce((sum, e) => sum + e * e, 0),
    );
    assert.ok(ratio > 0.6 && ratio < 1.6, `spread is ${ratio} of the error told`);
    const early = await run(1, { samples: 100000, standardError: 0.05 });
    assert.match(early.warnings!.join(), /Precise enough/);
  });

  describe('stopped early', () => {
    const segments = 12;
    const stream = new RandomStream('game');
    const main = Array.from({ length: segments }, () => stream.normal());
    const between = main.map(() => main.map(() => stream.normal()));
    const score = (row: ArrayLike<number>): number => {
      let sum = 0;
      for (let s = 0; s < segments; s++)
        if (row[s]) for (let t = 0; t <= s; t++) if (row[t]) sum += s === t ? main[s] : between[s][t];
      return Math.tanh(sum / 12);
    };
    const all = score(new Uint8Array(segments).fill(1));
    const fit = (budget: number, count: number, seed: number) => {
      const race = raced(
        drawCoalitions(segments, budget, new RandomStream('draws', seed)),
        new RandomStream('race', seed),
      );
      const { rows, weights, chance } = arrived(race, Math.min(count, race.rows.length));
      return constrainedFit({ rows, targets: rows.map(score), weights }, { none: 0, all }, segments, chance);
    };
    const exact = fit(5000, 5000, 0).values;
    const seeds = [1, 2, 3, 4, 5, 6];
    const squares = (values: Float64Array): number => values.reduce((sum, v, s) => sum + (v - exact[s]) ** 2, 0);

    it('is as good as a budget of as many coalitions', () => {
      const error = (budget: number): number =>
        Math.sqrt(seeds.reduce((sum, seed) => sum + squares(fit(budget, 300, seed).values), 0));
      for (const budget of [2000, 100000])
        assert.ok(error(budget) < 1.4 * error(300), `${error(budget)} instead of ${error(300)}`);
    });

    it('tells the error that it then has, and none once every coalition has run', () => {
      const runs = seeds.map((seed) => fit(5000, 300, seed));
      const ratio = Math.sqrt(
        runs.reduce((sum, { values }) => sum + squares(values), 0) /
          runs.reduce((sum, { errors }) => sum + errors.reduce((a, e) => a + e * e, 0), 0),
      );
      assert.ok(ratio > 0.6 && ratio < 1.6, `the error is ${ratio} of what is told`);
      assert.ok(fit(5000, 5000, 1).errors.every((e) => e === 0));
    });
  });

  it('of one segment gives it the whole difference', async () => {
    const { map, completeness } = await explain(kernelShap, curvedNetwork(dims), input, {
      files: { segments: gridLabels([6, 4], 1, 1) },
    });
    assert.ok(Math.abs(map.data[0] - completeness!.expected) < 1e-6 && completeness!.expected !== 0);
  });

  it("with weighted ends is near the values in Captum's way, too", async () => {
    const exact = await byOrders();
    const result = await explain(kernelShap, curvedNetwork(dims), input, {
      files,
      params: { samples: 62, endpointWeight: 1e6 },
    });
    assert.ok(gap(segmentValuesOf(result), exact) < 1e-3);
  });

  it('runs with a larger budget what a smaller one runs, also where it runs more sizes completely', () => {
    const names = (segments: number, budget: number) =>
      new Set(drawCoalitions(segments, budget, new RandomStream('draws')).rows.map((row) => row.join('')));
    for (const [segments, budgets] of [
      [10, [8, 30, 100, 400]],
      [50, [100, 500, 2048, 40000]],
    ] as const) {
      const sets = budgets.map((budget) => names(segments, budget));
      for (let k = 1; k < sets.length; k++)
        assert.deepEqual(
          [...sets[k - 1]].filter((row) => !sets[k].has(row)),
          [],
          `${budgets[k]}`,
        );
    }
  });

  it('draws complete sizes and pairs, with weights that sum to 1', () => {
    const { rows, weights, complete } = drawCoalitions(10, 100, new RandomStream('draws'));
    assert.ok(rows.length <= 100 && rows.length > 90);
    assert.ok(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-12);
    assert.equal(new Set(rows.slice(0, 20).map((r) => r.join(''))).size, 20);
    assert.deepEqual([...complete.subarray(0, 21)], [...new Array<number>(20).fill(1), 0]);
    for (let n = 0; n < rows.length; n += 2) assert.deepEqual(complement(rows[n]), rows[n + 1]);
  });
});

describe('shapley-value-sampling', () => {
  it('over every order equals the Shapley values', async () => {
    const all = [...orders([0, 1, 2, 3, 4, 5])];
    const permutations = { type: 'int32' as const, dims: [720, 6], data: Int32Array.from(all.flat()) };
    const result = await explain(shapleyValueSampling, curvedNetwork(dims), input, {
      files,
      draws: new Draws(0, { permutations }),
    });
    assert.ok(gap(segmentValuesOf(result), await byOrders()) < 1e-5);
  });

  it('sums to the difference of the ends after any number of permutations, at no more than n − 1 passes each', async () => {
    const execution = new Execution();
    const result = await explain(shapleyValueSampling, curvedNetwork(dims), input, {
      files,
      params: { permutations: 3 },
      execution,
    });
    assert.ok(Math.abs(result.completeness!.sum - result.completeness!.expected) < 1e-6);
    assert.ok(execution.spent.forward > 10 && execution.spent.forward < 2 + 3 * 5 + 0.01, 'orders may begin alike');
  });

  it('stops when the standard error is small enough, and says on how many it rests', async () => {
    const result = await explain(shapleyValueSampling, curvedNetwork(dims), input, {
      files,
      params: { permutations: 5000, standardError: 0.1 },
    });
    assert.ok(Number(result.details?.permutations) < 5000);
    assert.match(result.warnings!.join(), /Precise enough after \d+ of \d+ samples/);
  });
});

describe('coalitions', () => {
  it('keep segment s where bit s is 1', () => {
    assert.deepEqual([...coalitionOf(5, 4)], [1, 0, 1, 0]);
  });
});
