import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareMaps } from '../../../src/engine/comparison/comparison';
import { writeComparison } from '../../../src/engine/comparison/output';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';

const OPTIONS = { threshold: 0.2, bins: 4 };

describe('comparison of maps', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-comparison-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const saved = (name: string, dims: readonly number[], value: (i: number) => number): string => {
    const path = join(folder, `${name}.npy`);
    const size = dims.reduce((a, b) => a * b);
    writeFileSync(
      path,
      encodeNpy(
        floats(
          dims,
          Float32Array.from({ length: size }, (_, i) => value(i)),
        ),
      ),
    );
    return path;
  };

  it('compares every two maps, channels added', () => {
    const paths = [
      saved('one', [1, 1, 8, 8], (i) => i),
      saved('minus', [8, 8], (i) => -i),
      saved('sum', [1, 2, 8, 8], (i) => (i % 64) / 2),
    ];
    const result = compareMaps(paths, OPTIONS);
    assert.deepEqual(
      result.pairs.map(({ first, second }) => [first, second]),
      [
        ['one', 'minus'],
        ['one', 'sum'],
        ['minus', 'sum'],
      ],
    );
    const pearson = result.pairs.map(({ values }) => values.pearson!);
    assert.ok(Math.abs(pearson[0] + 1) < 1e-12 && Math.abs(pearson[1] - 1) < 1e-12);
    assert.equal(result.pairs[1].values['mean-absolute'], 0);
    assert.deepEqual(result.maps[2].dims, [8, 8]);
    // 0 … 63 over 63: above 0.2 lie 13 … 63, in bins of 0.2.
    assert.deepEqual(result.histograms[0].counts, [13, 12, 13, 13]);
    assert.equal(result.histograms[0].share, 51 / 64);
  });

  it('corrects p values for the number of pairs', () => {
    const paths = ['a', 'b', 'c'].map((name, k) =>
      saved(name, [1, 1, 8, 8], (i) => Math.sin(i * (k + 1)) + (i === 0 ? 5 * k : 0)),
    );
    const { tests, pairs, corrections } = compareMaps(paths, OPTIONS);
    const welch = tests.filter(({ hypothesis }) => hypothesis === 'welch-t');
    assert.equal(welch.length, pairs.length);
    for (const { p, corrected } of welch) {
      assert.deepEqual(
        Object.keys(corrected),
        corrections.map(({ id }) => id),
      );
      assert.ok(
        Math.abs(corrected.bonferroni! - Math.min(1, 3 * p!)) < 1e-15 &&
          corrected.holm! <= corrected.bonferroni! &&
          corrected.holm! >= p!,
      );
    }
  });

  it('writes JSON, tables and reports', () => {
    const result = compareMaps(
      [saved('left', [1, 1, 8, 8], Math.sin), saved('right', [1, 1, 8, 8], Math.cos)],
      OPTIONS,
    );
    const out = join(folder, 'out');
    writeComparison(out, result, 'saliency-lens compare left.npy right.npy');
    assert.deepEqual(readdirSync(out), [
      'comparison.html',
      'comparison.json',
      'comparison.md',
      'comparison.tex',
      'histograms.csv',
      'pairs.csv',
      'tests.csv',
    ]);
    assert.equal(
      JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8')).pairs[0].values.pearson,
      result.pairs[0].values.pearson,
    );
    assert.equal(readFileSync(join(out, 'histograms.csv'), 'utf8').trim().split('\n').length, 1 + 2 * OPTIONS.bins);
    assert.match(readFileSync(join(out, 'comparison.md'), 'utf8'), /compare left\.npy right\.npy/);
  });

  it('leaves undefined numbers empty', () => {
    const { pairs } = compareMaps(
      [saved('flat', [1, 1, 8, 8], () => 1), saved('wave', [1, 1, 8, 8], Math.sin)],
      OPTIONS,
    );
    assert.equal(pairs[0].values.pearson, null);
  });

  for (const [what, dims, value] of [
    ['another size', [1, 1, 4, 4], Math.sin],
    ['several maps', [2, 1, 8, 8], Math.sin],
    ['no numbers', [1, 1, 8, 8], () => NaN],
  ] as const) {
    it(`refuses ${what}`, () => {
      const paths = [saved('fine', [1, 1, 8, 8], Math.sin), saved('odd', dims, value)];
      assert.throws(
        () => compareMaps(paths, OPTIONS),
        (error) => error instanceof LensError && error.code === 'wrong-shape' && /odd/.test(error.where ?? ''),
      );
    });
  }

  it('refuses a single map, and one that is not there', () => {
    const path = saved('alone', [1, 1, 8, 8], Math.sin);
    assert.throws(
      () => compareMaps([path], OPTIONS),
      (error) => error instanceof LensError && error.code === 'invalid-argument',
    );
    assert.throws(
      () => compareMaps([path, join(folder, 'nowhere.npy')], OPTIONS),
      (error) => error instanceof LensError && error.code === 'not-found',
    );
  });
});
