import assert from 'node:assert/strict';
import { frequencyResponse } from '../../../src/engine/filters/frequency';
import { atOnce } from '../../../src/engine/tensor/steps';
import { fft2, fromReal } from '../../../src/engine/tensor/fft';
import { noise } from './tiny-network';

describe('the frequency response of filters', () => {
  for (const [height, width] of [
    [3, 5],
    [5, 3],
    [1, 7],
    [17, 20],
  ] as const) {
    it(`is the root of the channels' summed power, zero frequency in the middle, for ${height} × ${width}`, () => {
      const [filters, channels] = [2, 3];
      const values = noise(filters * channels * height * width, 7);
      const {
        dims: [, n, m],
        data,
      } = atOnce(frequencyResponse(values, [filters, channels, height, width]));
      assert.ok(n >= 2 * height - 1 && m >= 2 * width - 1);
      for (let f = 0; f < filters; f++) {
        const power = new Float64Array(n * m);
        for (let c = 0; c < channels; c++) {
          const plane = new Float64Array(n * m);
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++) plane[y * m + x] = values[((f * channels + c) * height + y) * width + x];
          const { re, im } = fft2(fromReal(plane), n, m);
          power.forEach((_, i) => (power[i] += re[i] ** 2 + im[i] ** 2));
        }
        for (let y = 0; y < n; y++)
          for (let x = 0; x < m; x++) {
            assert.ok(
              Math.abs(data[(f * n + ((y + (n >> 1)) % n)) * m + ((x + (m >> 1)) % m)] - Math.sqrt(power[y * m + x])) <
                1e-5 * height * width,
            );
          }
      }
    });
  }

  it('works for signals, and for kernels longer than half the usual frequencies', () => {
    assert.deepEqual(atOnce(frequencyResponse(noise(40), [1, 1, 1, 40])).dims, [1, 1, 128]);
  });
});
