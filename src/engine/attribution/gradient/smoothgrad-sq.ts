import { floats } from '../../tensor/tensor';
import { defineMethod } from '../method';
import { smoothingCost, smoothingMoments, smoothingParameters } from '../derivation/smoothing';

/** The mean squared attribution over noisy copies of the input. */
export const smoothgradSquared = defineMethod({
  id: 'smoothgrad-sq',
  label: 'SmoothGrad²',
  group: 'gradient',
  paper: {
    authors: 'Hooker, Erhan, Kindermans & Kim',
    year: 2019,
    title: 'A Benchmark for Interpretability Methods in Deep Neural Networks',
    url: 'https://arxiv.org/abs/1806.10758',
  },
  shows: 'The mean squared gradient over noisy copies of the input: how strongly a pixel matters, without a sign.',
  misleads: 'Squares favour few strong pixels; the sign is lost.',
  needs: ['gradient'],
  signed: false,
  unit: 'squaredSlope',
  random: true,
  params: smoothingParameters,
  cost: smoothingCost,
  run: async (context) => ({
    map: floats(context.input.dims, Float32Array.from((await smoothingMoments(context)).meanOfSquares)),
  }),
});
