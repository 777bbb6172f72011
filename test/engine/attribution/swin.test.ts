import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullgrad } from '../../../src/engine/attribution/gradient/fullgrad';
import { gradient } from '../../../src/engine/attribution/gradient/gradient';
import { gradCam } from '../../../src/engine/attribution/cam/grad-cam';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats } from '../../../src/engine/tensor/tensor';
import { fixtureInput, fixtureNetwork } from '../relevance/networks';
import { explain } from './perturbation/setup';

/**
 * A Swin transformer with shifted windows of 4 × 4 tokens and one merging of patches, 32 px; model, input and gradient
 * from PyTorch 1.13.
 */
describe('a transformer with shifted windows', () => {
  const network = fixtureNetwork('swin-narrow');
  const input = fixtureInput('swin-narrow');
  after(() => network.close());

  it("has PyTorch's gradient", async () => {
    const stored = asFloats(
      decodeNpy(readFileSync(join(__dirname, '../../fixtures/gradients/swin-narrow.0.gradient.npy'))),
    ).data;
    const { map } = await explain(gradient, network, input, { score: { index: 1, kind: 'logit' } });
    const peak = stored.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    map.data.forEach((v, i) => assert.ok(Math.abs(v - stored[i]) < 1e-5 * peak, `${i}: ${v}, not ${stored[i]}`));
  });

  it('has its tokens in the places of the image', async () => {
    const { details } = await explain(gradCam, network, input, { layer: '/n1.3/LayerNormalization_output_0' });
    assert.deepEqual((details!.raw as { dims: readonly number[] }).dims, [8, 8]);
  });

  it('adds the biases of all windows in FullGrad', async () => {
    const { map } = await explain(fullgrad, network, input, { score: { index: 1, kind: 'logit' } });
    assert.ok(map.data.every(Number.isFinite) && map.data.some((v) => v > 0));
  });
});
