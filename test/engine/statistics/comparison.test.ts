import { strict as assert } from 'node:assert';
import { COMPARISONS } from '../../../src/engine/statistics';
import { barycentre } from '../../../src/engine/statistics/barycentre';
import { cosine, kendallTauB, pearson, pearsonP, spearman } from '../../../src/engine/statistics/correlation';
import { wasserstein } from '../../../src/engine/statistics/distance';
import { equalEdges, histogram } from '../../../src/engine/statistics/histogram';
import { maxAbs, minMax } from '../../../src/engine/statistics/normalise';
import { topCount, topIndices, topOverlap } from '../../../src/engine/statistics/overlap';
import { averageRanks, tieCorrection } from '../../../src/engine/statistics/rank';
import { ssim, uniformWindow } from '../../../src/engine/statistics/ssim';
import { quantile } from '../../../src/engine/statistics/values';
import { close } from './close';

const A = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const B = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 6];

describe('comparing maps', () => {
  it('correlates as scipy does, ties included', () => {
    close(pearson(A, B), 0.14257118269562036);
    close(pearsonP(pearson(A, B), 12), 0.6584779448293403);
    close(spearman(A, B), 0.1415796863640157);
    close(kendallTauB(A, B), 0.17109647770728875);
    assert.ok(Number.isNaN(pearson([1, 1, 1], [1, 2, 3])));
  });

  it('counts Kendall pairs as the definition does', () => {
    let difference = 0;
    let untiedA = 0;
    let untiedB = 0;
    for (let i = 0; i < A.length; i++)
      for (let j = 0; j < i; j++) {
        difference += Math.sign(A[i] - A[j]) * Math.sign(B[i] - B[j]);
        untiedA += Math.abs(Math.sign(A[i] - A[j]));
        untiedB += Math.abs(Math.sign(B[i] - B[j]));
      }
    close(kendallTauB(A, B), difference / Math.sqrt(untiedA * untiedB));
  });

  it('takes cosine as a similarity', () => {
    close(cosine([1, 0], [1, 1]), Math.SQRT1_2);
    close(cosine([1, 2], [-2, -4]), -1);
  });

  it('shares ranks among ties', () => {
    assert.deepEqual([...averageRanks([10, 20, 10, 30])], [1.5, 3, 1.5, 4]);
    assert.equal(tieCorrection([1, 1, 1, 2, 2, 3]), 24 + 6);
  });

  it('takes the first of equal values into the top k', () => {
    assert.deepEqual([...topIndices([5, 7, 7, 5], 3)], [1, 2, 0]);
    assert.deepEqual(topOverlap([4, 3, 2, 1], [4, 1, 2, 3], 2), { intersection: 0.5, iou: 1 / 3 });
    assert.equal(topCount(15, 10), 2);
  });

  it('measures the work of moving one distribution onto another', () => {
    close(wasserstein(A, [0.5, 2.5, 3.5, 10, 11, 12, 13.5]), 3.428571428571429);
    close(wasserstein([1, 2, 3], [4, 5, 6]), 3);
    assert.equal(wasserstein(A, [...A].reverse()), 0);
  });

  it('finds the centre of mass in rows and columns', () => {
    const { row, column, spread } = barycentre([0, 0, 0, 1, 0, 1], 3);
    assert.deepEqual([row, column, spread], [1, 1, 1]);
  });

  it('counts half-open bins, the last one closed', () => {
    assert.deepEqual([...equalEdges(0, 1, 4)], [0, 0.25, 0.5, 0.75, 1]);
    assert.deepEqual([...histogram([0, 0.25, 0.5, 1, 1.1, -0.1, NaN], [0, 0.25, 0.5, 1])], [1, 1, 2]);
  });

  it('scales maps and leaves constant ones at zero', () => {
    assert.deepEqual([...minMax([-1, 0, 3])], [0, 0.25, 1]);
    assert.deepEqual([...maxAbs([-4, 0, 2])], [-1, 0, 0.5]);
    assert.deepEqual([...minMax([2, 2])], [0, 0]);
  });

  it('gives SSIM 1 to equal maps and refuses maps smaller than its window', () => {
    const options = { dims: [3, 4], window: uniformWindow(3), range: 8, sample: true };
    close(ssim(A, A, options), 1);
    assert.ok(ssim(A, B, options) < 0.9);
    assert.throws(() => ssim(A, B, { ...options, window: uniformWindow(5) }), RangeError);
  });

  it('interpolates quantiles linearly', () => {
    assert.deepEqual(
      [0, 0.1, 0.5, 0.9, 1].map((q) => Number(quantile([8, 1, 4, 2], q).toFixed(12))),
      [1, 1.3, 3, 6.8, 8],
    );
    assert.equal(quantile([5], 0.3), 5);
  });

  it('judges a map against itself as best by every comparison', () => {
    const map = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i * i));
    const other = Float64Array.from({ length: 64 }, (_, i) => Math.cos(3 * i) ** 3);
    assert.equal(new Set(COMPARISONS.map((c) => c.id)).size, COMPARISONS.length);
    for (const comparison of COMPARISONS) {
      const same = comparison.compare({ a: map, b: map, dims: [8, 8] });
      const apart = comparison.compare({ a: map, b: other, dims: [8, 8] });
      close(same, comparison.alike === 'higher' ? 1 : 0);
      assert.ok(comparison.alike === 'higher' ? apart < same : apart > same, comparison.id);
    }
  });
});
