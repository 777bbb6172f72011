import { floats } from '../../tensor/tensor';
import { defineMethod } from '../method';
import { smoothingCost, smoothingMoments, smoothingParameters } from '../derivation/smoothing';

/** The mean attribution over noisy copies of the input. */
export const smoothgrad = defineMethod({
  id: 'smoothgrad',
  label: 'SmoothGrad',
  group: 'gradient',
  paper: {
    authors: 'Smilkov, Thorat, Kim, Viégas & Wattenberg',
    year: 2017,
    title: 'SmoothGrad: removing noise by adding noise',
    url: 'https://arxiv.org/abs/1706.03825',
  },
  shows: 'The gradient averaged over noisy copies of the input: what stays when the noise of the gradient cancels.',
  misleads: 'Describes a blurred network; too much noise leaves the data the network knows.',
  needs: ['gradient'],
  signed: true,
  unit: 'slope',
  random: true,
  params: smoothingParameters,
  cost: smoothingCost,
  run: async (context) => ({
    map: floats(context.input.dims, Float32Array.from((await smoothingMoments(context)).mean)),
  }),
});
