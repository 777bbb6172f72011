import assert from 'node:assert/strict';
import { healthOf, statisticsOf } from '../../../src/engine/filters/health';
import { falling, similarityChain } from '../../../src/engine/filters/order';
import { atOnce } from '../../../src/engine/tensor/steps';
import { noise } from './tiny-network';

describe('health and statistics of filters', () => {
  it('finds dead filters, duplicates by cosine and near-zero weights', () => {
    const values = noise(8 * 18);
    values.fill(0, 2 * 18, 3 * 18);
    for (let i = 0; i < 18; i++) values[6 * 18 + i] = 3 * values[1 * 18 + i] + 1e-3 * values[i];
    const health = atOnce(healthOf(values, [8, 2, 3, 3]));
    assert.deepEqual(health.dead, [2]);
    assert.deepEqual(
      health.duplicates!.map((d) => [d.first, d.second]),
      [[1, 6]],
    );
    assert.ok(health.duplicates![0].cosine > 0.9999 && health.duplicates![0].cosine <= 1);
    assert.ok(health.nearZero >= 1 / 8 && health.nearZero < 1 / 8 + 0.1);
    assert.ok(Math.abs(health.norm - Math.hypot(...values)) < 1e-3);
  });

  it('agrees with all cosines computed in full', () => {
    const values = noise(40 * 6, 3);
    const cosine = (a: number, b: number): number => {
      let [ab, aa, bb] = [0, 0, 0];
      for (let i = 0; i < 6; i++) {
        ab += values[6 * a + i] * values[6 * b + i];
        aa += values[6 * a + i] ** 2;
        bb += values[6 * b + i] ** 2;
      }
      return ab / Math.sqrt(aa * bb);
    };
    // A few are made close on purpose, on both sides of the limit.
    for (let k = 0; k < 10; k++)
      for (let i = 0; i < 6; i++) values[6 * (30 + k) + i] = values[6 * k + i] + 0.03 * k * values[6 * (k + 10) + i];
    const expected: number[][] = [];
    for (let a = 0; a < 40; a++) for (let b = a + 1; b < 40; b++) if (cosine(a, b) >= 0.99) expected.push([a, b]);
    assert.ok(expected.length >= 3 && expected.length < 10, `${expected.length} pairs`);
    assert.deepEqual(
      atOnce(healthOf(values, [40, 6, 1, 1])).duplicates!.map((d) => [d.first, d.second]),
      expected,
    );
  });

  it('counts a histogram whose bins sum to the number of weights', () => {
    const s = atOnce(statisticsOf(Float32Array.of(-1, 0, 0, 1, 2)));
    assert.deepEqual([s.minimum, s.maximum, s.histogram.reduce((a, b) => a + b, 0), s.histogram.at(-1)], [-1, 2, 5, 1]);
    assert.ok(Math.abs(s.mean - 0.4) < 1e-12 && Math.abs(s.deviation - Math.sqrt(1.04)) < 1e-12);
    assert.equal(
      atOnce(statisticsOf(Float32Array.of(3, 3))).histogram.reduce((a, b) => a + b, 0),
      2,
    );
  });

  it('orders by norm, and chains what is alike', () => {
    assert.deepEqual([...falling([1, 3, 2, 3])], [1, 3, 2, 0]);
    const [a, b] = [noise(300, 5), noise(300, 6)];
    const values = new Float32Array(6 * 300);
    // Filters 0, 2, 4 are near a, 1, 3, 5 near b.
    for (let f = 0; f < 6; f++)
      for (let i = 0; i < 300; i++) values[f * 300 + i] = (f % 2 ? b : a)[i] * (1 + f) + 0.1 * noise(300, 10 + f)[i];
    const chain = [...atOnce(similarityChain(values, Float32Array.of(1, 2, 3, 4, 5, 6)))];
    assert.equal(chain[0], 5);
    assert.deepEqual(
      chain.map((f) => f % 2),
      [1, 1, 1, 0, 0, 0],
    );
  });
});
