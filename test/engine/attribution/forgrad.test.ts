import assert from 'node:assert/strict';
import { forgrad } from '../../../src/engine/attribution/forgrad';
import { floats } from '../../../src/engine/tensor/tensor';
import { gap, noise } from './perturbation/setup';

describe('forgrad', () => {
  it('with all frequencies kept returns the magnitude of the channel mean', () => {
    const map = noise([1, 2, 9, 8], 'map');
    const expected = Array.from({ length: 72 }, (_, i) => Math.abs((map.data[i] + map.data[72 + i]) / 2));
    assert.deepEqual(forgrad(map, 20).dims, [1, 1, 9, 8]);
    assert.ok(gap(forgrad(map, 20).data, expected) < 1e-6);
  });

  it('removes a wave above the radius and keeps one below it', () => {
    const wave = (k: number) =>
      floats(
        [1, 1, 4, 32],
        Float32Array.from({ length: 128 }, (_, i) => 2 + Math.cos((2 * Math.PI * k * (i % 32)) / 32)),
      );
    assert.ok(gap(forgrad(wave(9), 5).data, new Float32Array(128).fill(2)) < 1e-5);
    assert.ok(gap(forgrad(wave(3), 5).data, wave(3).data) < 1e-5);
  });

  it('with radius 0 leaves the mean', () => {
    const map = floats([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.ok(gap(forgrad(map, 0).data, new Float32Array(9).fill(5)) < 1e-5);
  });
});
