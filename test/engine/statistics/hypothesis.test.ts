import { strict as assert } from 'node:assert';
import { kolmogorovSmirnov } from '../../../src/engine/statistics/kolmogorov-smirnov';
import { pairedT, welchT } from '../../../src/engine/statistics/student';
import { wilcoxon } from '../../../src/engine/statistics/wilcoxon';
import { cliffDelta, cohenIndependent, cohenPaired, rankBiserial } from '../../../src/engine/statistics/effect';
import { HYPOTHESES } from '../../../src/engine/statistics';
import { close } from './close';

const DIGITS_A = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const DIGITS_B = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 6];
const A = [1.1, 2.7, 3.6, 9.2, 5.5, 6.1, 0.3, 8.8];
const B = [0.7, 2.9, 2.1, 7.2, 6.6, 3.3, 1.2, 2.2];

const ramp = (n: number, shift: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i / n + shift);

// Expected values: scipy.stats.
describe('hypothesis tests', () => {
  it('gives the exact Kolmogorov-Smirnov p of equal and unequal sizes', () => {
    const equal = kolmogorovSmirnov(DIGITS_A, DIGITS_B);
    assert.equal(equal.statistic, 0.25);
    close(equal.p, 0.8689816711757754);
    const unequal = kolmogorovSmirnov(DIGITS_A, [0.5, 2.5, 3.5, 10, 11, 12, 13.5]);
    close(unequal.statistic, 4 / 7);
    close(unequal.p, 0.07450186552353735);
  });

  it('keeps the digits of tiny Kolmogorov-Smirnov tails', () => {
    close(kolmogorovSmirnov(ramp(400, 0), ramp(401, 0.3)).p, 1.1462812190821274e-16);
    close(kolmogorovSmirnov(ramp(400, 0), ramp(150, 0.3)).p, 2.617831174112925e-9);
  });

  it('is exact on maps of 224 × 224', () => {
    const { statistic, p } = kolmogorovSmirnov(ramp(50176, 0), ramp(50176, 0.01));
    close(statistic, 0.010004783163265306);
    close(p, 0.013176926211577558);
  });

  it('comes close to the exact value in the limit of large samples of unequal size', () => {
    close(kolmogorovSmirnov(ramp(50176, 0), ramp(50175, 0.01)).p, 0.013176926211577558, 0.02);
    assert.ok(kolmogorovSmirnov(ramp(50176, 0), ramp(50175, 0.001)).p > 0.999);
  });

  it('finds nothing between a sample and itself', () => {
    assert.deepEqual(kolmogorovSmirnov(A, A), { statistic: 0, p: 1 });
  });

  it('ranks signed differences with ties, zeros and exactly', () => {
    close(wilcoxon(DIGITS_A, DIGITS_B).statistic, 38.5);
    close(wilcoxon(DIGITS_A, DIGITS_B).p, 0.9685304270318207);
    close(wilcoxon(DIGITS_A, DIGITS_B, { zeros: 'pratt', continuity: true }).p, 1);
    const exact = wilcoxon(A, B, { distribution: 'exact' });
    assert.equal(exact.statistic, 8);
    close(exact.p, 0.1953125);
    close(wilcoxon([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], { zeros: 'pratt' }).negative, 0);
  });

  it('gives paired and Welch t tests', () => {
    close(pairedT(A, B).statistic, 1.557039192532939);
    close(pairedT(A, B).p, 0.16341783813845995);
    close(welchT(A, B).statistic, 0.9588786186380842);
    close(welchT(A, B).freedom, 12.72572100195165);
    close(welchT(A, B).p, 0.3554843167675509);
  });

  it('gives effect sizes that follow their definitions', () => {
    close(cohenPaired(A, B), 1.557039192532939 / Math.sqrt(8));
    close(cohenIndependent([2, 4], [1, 3]), 1 / Math.SQRT2);
    assert.equal(rankBiserial([2, 3, 4], [1, 1, 1]), 1);
    assert.equal(cliffDelta([4, 5, 6], [1, 2, 3]), 1);
    assert.equal(cliffDelta([1, 2, 3], [1, 2, 3]), 0);
    close(cliffDelta([1, 5], [2, 3]), 0);
  });

  it('describes every test once, each with a p value and an effect', () => {
    assert.equal(new Set(HYPOTHESES.map((h) => h.id)).size, HYPOTHESES.length);
    for (const hypothesis of HYPOTHESES) {
      const { p, effect } = hypothesis.test(A, B);
      assert.ok(p > 0 && p <= 1 && Number.isFinite(effect), hypothesis.id);
    }
  });

  it('refuses paired samples of different lengths', () => {
    assert.throws(() => pairedT([1, 2], [1]), RangeError);
  });
});
