import { EXPECTED_GRADIENTS } from '../../literature/papers';
import { floats } from '../../tensor/tensor';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { alongRandomPaths, randomPathParameters } from '../derivation/random-paths';

/**
 * The mean over samples of (A(s_i) − A(b_i)) · ∂f/∂A at α_i s_i + (1 − α_i) b_i in the input's space, as Captum defines
 * it.
 */
export const layerGradientShap = defineMethod({
  id: 'layer-gradient-shap',
  label: 'Layer gradient SHAP',
  group: 'layer',
  paper: EXPECTED_GRADIENTS,
  shows:
    'What each activation of the layer contributes, averaged over baselines and random points on the way from them.',
  misleads:
    'The points lie on the way of the input, not of the layer: the sum is the difference of the scores only on average and nearly.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'score',
  random: true,
  params: randomPathParameters,
  // A noisy end needs a forward pass of its own.
  cost: ({ samples, stdev }, { headShare }) => samples * ((stdev > 0 ? 2 : 1) + headShare) + 2,
  async run(context) {
    const { network, input, execution } = context;
    const layer = layerOf(context);
    const activationOf = async (data: Float32Array) =>
      (await network.remembered(floats(input.dims, data), [layer], execution))[0];
    const { dims } = await activationOf(input.data);
    const sum = new Float64Array(dims.reduce((a, b) => a * b, 1));
    let samples = 0;
    await alongRandomPaths(context, layer, async ({ start, end }, gradient) => {
      const [from, to] = [(await activationOf(start)).data, (await activationOf(end)).data];
      for (let k = 0; k < sum.length; k++) sum[k] += gradient[k] * (to[k] - from[k]);
      samples++;
    });
    return {
      map: floats(
        dims,
        Float32Array.from(sum, (v) => v / samples),
      ),
      layer,
    };
  },
});
