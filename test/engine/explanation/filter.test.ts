import assert from 'node:assert/strict';
import { filtered } from '../../../src/engine/explanation/filter';
import { floats } from '../../../src/engine/tensor/tensor';
import { gap, noise } from '../attribution/perturbation/setup';

/** |Σ over |k| ≤ radius of X[k] exp(2πi k n / N)| / N with X written out as X[k] = Σ x[n] exp(−2πi k n / N). */
function lowPass(x: readonly number[], radius: number): number[] {
  const N = x.length;
  const bins = Array.from({ length: N }, (_, k) => k - Math.floor(N / 2)).filter((k) => Math.abs(k) <= radius);
  const spectrum = bins.map((k) => ({
    re: x.reduce((sum, v, n) => sum + v * Math.cos((2 * Math.PI * k * n) / N), 0),
    im: x.reduce((sum, v, n) => sum - v * Math.sin((2 * Math.PI * k * n) / N), 0),
  }));
  return x.map((_, n) => {
    const turned = bins.map((k, b) => ({ angle: (2 * Math.PI * k * n) / N, ...spectrum[b] }));
    const re = turned.reduce((sum, one) => sum + one.re * Math.cos(one.angle) - one.im * Math.sin(one.angle), 0);
    const im = turned.reduce((sum, one) => sum + one.re * Math.sin(one.angle) + one.im * Math.cos(one.angle), 0);
    return Math.hypot(re, im) / N;
  });
}

describe('the low-pass filter on finished maps', () => {
  for (const length of [16, 37]) {
    for (const radius of [0.5, 3, 8, 40]) {
      it(`of a signal of ${length} with radius ${radius} is the direct one of the magnitude of the channel mean`, () => {
        const map = noise([1, 3, length], 'map', length);
        const magnitude = Array.from({ length }, (_, i) =>
          Math.abs((map.data[i] + map.data[length + i] + map.data[2 * length + i]) / 3),
        );
        const { map: smooth, completeness } = filtered(
          { map, completeness: { sum: 1, expected: 1 } },
          { forgrad: radius },
        );
        assert.deepEqual(smooth.dims, [1, 1, length]);
        assert.ok(gap(smooth.data, lowPass(magnitude, radius)) < 1e-6);
        assert.equal(completeness, undefined);
      });
    }
  }

  it('says so where a map has no axes it could filter along', () => {
    const map = floats([1, 4], [1, -2, 3, -4]);
    const result = filtered({ map, warnings: ['Few samples.'] }, { forgrad: 2 });
    assert.equal(result.map, map);
    assert.deepEqual(result.warnings, [
      'Few samples.',
      'The low-pass filter was not applied: the map has no axes of an image or signal.',
    ]);
    assert.equal(filtered({ map }, { forgrad: 0 }).warnings, undefined);
  });
});
