import assert from 'node:assert/strict';
import { blurIntegratedGradients } from '../../../../src/engine/attribution/gradient/blur-integrated-gradients';
import { damping } from '../../../../src/engine/attribution/derivation/diffusion';
import { gaussianBlur } from '../../../../src/engine/tensor/blur';
import { curvedNetwork, explain, gap, linearNetwork, noise } from '../perturbation/setup';

describe('blur integrated gradients', () => {
  it('of a linear score is weight times what the blur takes away', async () => {
    for (const dims of [
      [2, 12, 17],
      [2, 23],
    ]) {
      const weights = noise([2, dims.reduce((a, b) => a * b)], 'weights');
      const input = noise([1, ...dims], 'blurred');
      const { map, completeness } = await explain(blurIntegratedGradients, linearNetwork(dims, weights), input, {
        params: { maxSigma: 2.5, steps: 7 },
      });
      const blurred = gaussianBlur(input, 2.5, 8).data;
      assert.ok(
        gap(
          map.data,
          input.data.map((v, i) => weights.data[i] * (v - blurred[i])),
        ) < 1e-4,
        `${dims.join('×')}`,
      );
      assert.ok(Math.abs(completeness!.sum - completeness!.expected) < 1e-4);
    }
  });

  it('approaches the difference of the scores with more steps', async () => {
    const [network, input] = [curvedNetwork([1, 8, 8]), noise([1, 1, 8, 8], 'curved')];
    const residuals = await Promise.all(
      [4, 400].map(async (steps) => {
        const { completeness } = await explain(blurIntegratedGradients, network, input, {
          params: { steps, maxSigma: 4 },
        });
        return Math.abs(completeness!.sum - completeness!.expected) / Math.abs(completeness!.expected);
      }),
    );
    assert.ok(residuals[1] < 0.01 && residuals[1] < residuals[0], residuals.join());
  });

  it('adds variances: blurring by 3 and then by 4 is blurring by 5', () => {
    const [three, four, five] = [3, 4, 5].map((sigma) => damping([6, 5], sigma));
    assert.ok(
      gap(
        five,
        three.map((v, i) => v * four[i]),
      ) < 1e-12,
    );
  });
});
