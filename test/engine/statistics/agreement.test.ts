import assert from 'node:assert/strict';
import {
  cohenKappa,
  cohenKappaOfCounts,
  fleissKappa,
  observedAgreement,
} from '../../../src/engine/statistics/agreement';

/** As many of each letter as a row says. */
const said = (counts: readonly number[]): string[] => counts.flatMap((n, k) => Array<string>(n).fill('abcde'[k]));

describe('agreement between raters', () => {
  it("gives Cohen's kappa as scikit-learn's cohen_kappa_score documents it", () => {
    const one = ['negative', 'positive', 'negative', 'neutral', 'positive'];
    const other = ['negative', 'positive', 'negative', 'neutral', 'negative'];
    const pairs = one.map((a, i) => [a, other[i]] as const);
    assert.ok(Math.abs(cohenKappa(pairs) - 0.6875) < 1e-12);
    assert.equal(observedAgreement(pairs), 0.8);
  });

  it('gives it for two by two categories by hand', () => {
    // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: p₀ = 0.7, pₑ = 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    const times = (n: number, a: string, b: string) => Array.from({ length: n }, () => [a, b] as const);
    const pairs = [...times(20, 'y', 'y'), ...times(5, 'y', 'n'), ...times(10, 'n', 'y'), ...times(15, 'n', 'n')];
    assert.ok(Math.abs(cohenKappa(pairs) - 0.4) < 1e-12);
    assert.equal(cohenKappaOfCounts([20, 5, 10, 15]), cohenKappa(pairs), 'of counts it is the same');
  });

  it("gives Fleiss' kappa of his own example, as statsmodels' fleiss_kappa does", () => {
    const table = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    assert.ok(Math.abs(fleissKappa(table.map(said)) - 0.20993070442195522) < 1e-12);
  });

  it('says nothing where chance would agree as well, or nothing was rated', () => {
    const same = [['a', 'a'] as const, ['a', 'a'] as const];
    assert.ok(Number.isNaN(cohenKappa(same)) && Number.isNaN(fleissKappa(same)));
    assert.ok(Number.isNaN(cohenKappa([])) && Number.isNaN(fleissKappa([])));
    assert.ok(cohenKappa([['a', 'b'] as const, ['b', 'a'] as const]) === -1);
  });
});
