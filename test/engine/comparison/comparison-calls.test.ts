import assert from 'node:assert/strict';
import { comparisonAnswers } from '../../../src/engine/comparison/calls';
import { scatterCells, type NamedMap } from '../../../src/protocol/comparison';
import { LensError } from '../../../src/protocol/error';

const named = (name: string, dims: readonly number[], value: (i: number) => number): NamedMap => ({
  name,
  map: { dims, data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => value(i)) },
});
const ramp = named('ramp', [1, 16, 16], (i) => i);
const wave = named('wave', [3, 16, 16], (i) => Math.sin(i % 256));
const compare = (maps: readonly NamedMap[], signal?: AbortSignal) =>
  comparisonAnswers.compare({ maps }, { signal }, () => undefined);

describe('comparison of maps that were just made', () => {
  it('gives numbers, distributions and scatters of every pair', async () => {
    const reports: number[] = [];
    const falling = named('falling', [1, 16, 16], (i) => -i);
    const { result, distributions, scatters, resized } = await comparisonAnswers.compare(
      { maps: [ramp, wave, falling] },
      {},
      ({ done, of }) => reports.push(done / of),
    );
    assert.deepEqual(
      result.pairs.map(({ first, second }) => [first, second]),
      [
        ['ramp', 'wave'],
        ['ramp', 'falling'],
        ['wave', 'falling'],
      ],
    );
    assert.ok(Math.abs(result.pairs[1].values.spearman! + 1) < 1e-12);
    assert.deepEqual(resized, []);
    assert.ok(reports.length >= 3 && reports.at(-1) === 1);
    // 0 … 255 over 255: strictly above 0.2 lie 52 … 255, and nothing is above 1.
    assert.equal(distributions[0].above[20], 204 / 256);
    assert.deepEqual([distributions[0].above[0], distributions[0].above[100]], [255 / 256, 0]);
    assert.equal(
      distributions[1].counts.reduce((a, b) => a + b),
      256,
    );
    for (const { counts } of scatters)
      assert.equal(
        counts.reduce((a, b) => a + b),
        256,
      );
    const onDiagonal = scatters[1].counts.filter(
      (_, i) => Math.abs(Math.floor(i / scatterCells) + (i % scatterCells) - (scatterCells - 1)) <= 1,
    );
    assert.equal(
      onDiagonal.reduce((a, b) => a + b),
      256,
      'a falling map lies on the falling diagonal',
    );
  });

  it('brings maps of several sizes to the smallest, and says which', async () => {
    const large = named('large', [1, 32, 32], (i) => Math.floor(i / 64) * 16 + Math.floor((i % 32) / 2));
    const { result, resized } = await compare([ramp, large]);
    assert.deepEqual(resized, ['large']);
    assert.deepEqual(result.maps[1].dims, [16, 16]);
    assert.ok(result.pairs[0].values.pearson! > 0.9999);
  });

  it('takes signals', async () => {
    const { result } = await compare([named('a', [1, 50], Math.sin), named('b', [2, 50], Math.cos)]);
    assert.deepEqual(result.maps[1].dims, [50]);
    assert.notEqual(result.pairs[0].values.pearson, null);
  });

  it('stops when it is cancelled, and refuses what cannot be compared', async () => {
    const code = (expected: string) => (error: unknown) => error instanceof LensError && error.code === expected;
    await assert.rejects(compare([ramp, wave], AbortSignal.abort()), code('cancelled'));
    await assert.rejects(compare([ramp]), code('invalid-argument'));
    await assert.rejects(compare([ramp, named('broken', [1, 16, 16], () => NaN)]), code('wrong-shape'));
    await assert.rejects(compare([ramp, named('signal', [1, 256], Math.sin)]), code('wrong-shape'));
  });

  it('summarises inputs: means with intervals, and how often a test is significant', async () => {
    const inputs = await Promise.all(
      [0, 1, 2].map((k) => compare([ramp, named('other', [1, 16, 16], (i) => i + 40 * k * Math.sin(i))])),
    );
    const summary = await comparisonAnswers.summarise({ inputs });
    const { mean, low, high, images } = summary.pairs[0].values.pearson;
    const each = inputs.map(({ result }) => result.pairs[0].values.pearson!);
    assert.ok(Math.abs(mean! - (each[0] + each[1] + each[2]) / 3) < 1e-12);
    assert.ok(low! <= mean! && mean! <= high! && images === 3);
    assert.equal(
      summary.distributions[0].counts.reduce((a, b) => a + b),
      3 * 256,
    );
    assert.equal(
      summary.distributions[1].above[20],
      inputs.reduce((sum, { distributions }) => sum + distributions[1].above[20], 0) / 3,
    );
    const at = summary.tests.findIndex(({ hypothesis }) => hypothesis === 'wilcoxon');
    assert.equal(
      summary.tests[at].significant.holm,
      inputs.filter(({ result }) => (result.tests[at].corrected.holm ?? 1) < summary.level).length,
    );
    assert.deepEqual((await comparisonAnswers.summarise({ inputs: [] })).pairs, []);
  });
});
