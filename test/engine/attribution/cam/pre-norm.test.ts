import assert from 'node:assert/strict';
import { ablationCam } from '../../../../src/engine/attribution/cam/ablation-cam';
import { gradCam } from '../../../../src/engine/attribution/cam/grad-cam';
import { reciproCam } from '../../../../src/engine/attribution/cam/recipro-cam';
import { gradientAtInput } from '../../../../src/engine/attribution/derivation/gradients';
import { layerState } from '../../../../src/engine/attribution/feature-map/head';
import { layerIntegratedGradients } from '../../../../src/engine/attribution/layer/layer-integrated-gradients';
import type { AttributionMethod } from '../../../../src/engine/attribution/method';
import { methodContext } from '../../../../src/engine/explanation/context';
import { costFacts } from '../../../../src/engine/explanation/methods';
import { fixtureInput, fixtureNetwork } from '../../relevance/networks';
import { gap } from '../perturbation/setup';

/** The normalised tokens before the last attention of three: a residual connection goes around them. */
const LAYER = '/blocks/blocks.2/norm1/LayerNormalization_output_0';

describe('the part of a pre-norm transformer after a normalisation', () => {
  const network = fixtureNetwork('vit-tiny');
  after(() => network.close());
  const contextOf = (method: AttributionMethod) =>
    methodContext(
      {
        model: { network },
        input: { tensor: network.copyOf(fixtureInput('vit-tiny')) },
        score: { index: 1, kind: 'logit' },
      },
      { method: method.id, params: {}, layer: LAYER },
    );

  it('is a third of it', () => {
    const share = network.parts.shareAfter(LAYER);
    assert.ok(share > 0.25 && share < 0.4, `${share}`);
  });

  it('has the gradient of the whole network', async () => {
    const context = await contextOf(gradCam);
    const { gradient } = await layerState(context, LAYER);
    const whole = await gradientAtInput(context, { wrt: [LAYER] });
    assert.ok(gap(gradient.data, whole.gradients[0].data) < 1e-6);
  });

  for (const method of [gradCam, ablationCam, reciproCam, layerIntegratedGradients] as readonly AttributionMethod[])
    it(`is all that ${method.id} runs after one forward pass`, async () => {
      const context = await contextOf(method);
      const { map } = await method.run(context);
      assert.ok(map.data.every(Number.isFinite));
      const { forward, backward, shared } = context.execution.spent;
      const stated = method.cost(context.params, costFacts(network, LAYER));
      assert.ok((forward + backward + shared) / stated < 1.15, `${forward + backward + shared} for ${stated}`);
    });
});
