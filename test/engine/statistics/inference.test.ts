import { strict as assert } from 'node:assert';
import { bootstrap } from '../../../src/engine/statistics/bootstrap';
import { CORRECTIONS } from '../../../src/engine/statistics/correction';
import { mean } from '../../../src/engine/statistics/values';
import { close } from './close';

const P = [0.01, 0.04, 0.03, 0.005, 0.6, 0.03];
const adjusted = (id: string): number[] => [...CORRECTIONS.find((c) => c.id === id)!.adjust(P)];

describe('inference over many images and many comparisons', () => {
  it('adjusts p values by Holm', () => {
    [0.05, 0.12, 0.12, 0.03, 0.6, 0.12].forEach((want, i) => close(adjusted('holm')[i], want));
  });

  it('adjusts p values by Benjamini and Hochberg', () => {
    [0.03, 0.048, 0.045, 0.03, 0.6, 0.045].forEach((want, i) => close(adjusted('benjamini-hochberg')[i], want));
  });

  it('adjusts p values by Bonferroni, never above 1', () => {
    [0.06, 0.24, 0.18, 0.03, 1, 0.18].forEach((want, i) => close(adjusted('bonferroni')[i], want));
  });

  it('brackets the mean, and repeats with the same seed', () => {
    const values = Array.from({ length: 200 }, (_, i) => Math.sin(i) + 1);
    const first = bootstrap(values, { seed: 7 });
    assert.deepEqual(bootstrap(values, { seed: 7 }), first);
    assert.notDeepEqual(bootstrap(values, { seed: 8 }), first);
    assert.equal(first.estimate, mean(values));
    // The normal approximation: ±1.96 σ/√n with σ² = ½.
    const half = (1.96 * Math.SQRT1_2) / Math.sqrt(200);
    close(first.low, first.estimate - half, 0.02);
    close(first.high, first.estimate + half, 0.02);
  });

  it('narrows to a point for one value and takes any statistic', () => {
    assert.deepEqual(bootstrap([3], { seed: 1 }), { estimate: 3, low: 3, high: 3 });
    const largest = bootstrap([1, 2, 9], { seed: 1, statistic: (v) => Math.max(...v), resamples: 100 });
    assert.equal(largest.estimate, 9);
    assert.ok(largest.low < 9);
  });
});
