import { floats } from '../../tensor/tensor';
import { defineMethod } from '../method';
import { smoothingCost, smoothingMoments, smoothingParameters } from '../derivation/smoothing';

/** The population variance of the attribution over noisy copies of the input. */
export const vargrad = defineMethod({
  id: 'vargrad',
  label: 'VarGrad',
  group: 'gradient',
  paper: {
    authors: 'Adebayo, Gilmer, Goodfellow & Kim',
    year: 2018,
    title: 'Local Explanation Methods for Deep Neural Networks Lack Sensitivity to Parameter Values',
    url: 'https://arxiv.org/abs/1810.03307',
  },
  shows: 'How much the gradient varies over noisy copies of the input: where the network bends.',
  misleads: 'High where the network is uncertain, not where it finds evidence.',
  needs: ['gradient'],
  signed: false,
  unit: 'squaredSlope',
  random: true,
  params: smoothingParameters,
  cost: smoothingCost,
  async run(context) {
    const { mean, meanOfSquares } = await smoothingMoments(context);
    return {
      map: floats(
        context.input.dims,
        Float32Array.from(meanOfSquares, (square, i) => square - mean[i] ** 2),
      ),
    };
  },
});
