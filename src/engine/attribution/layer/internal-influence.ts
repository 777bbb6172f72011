import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { pathIntegral } from '../derivation/path';
import { quadratureOf, quadratureParameter, stepsParameter } from '../derivation/quadrature';

/** The mean gradient of a layer along the straight path in input space. */
export const internalInfluence = defineMethod({
  id: 'internal-influence',
  label: 'Internal influence',
  group: 'layer',
  paper: {
    authors: 'Leino, Sen, Datta, Fredrikson & Li',
    year: 2018,
    title: 'Influence-Directed Explanations for Deep Convolutional Networks',
    url: 'https://arxiv.org/abs/1802.03788',
  },
  shows: 'How strongly each activation of the layer moves the score, averaged from the baseline to the input.',
  misleads: 'Not multiplied by the activation: a silent channel can have a large influence.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'layerSlope',
  params: [stepsParameter, quadratureParameter, ...baselineParameters()],
  cost: ({ steps }, { headShare }) => steps * (1 + headShare),
  async run(context) {
    const layer = layerOf(context);
    const quadrature = quadratureOf(context.params);
    const map = await pathIntegral(context, {
      along: context.network.graph.input,
      of: layer,
      start: baselineOf(context),
      end: context.input,
      quadrature,
    });
    return { map, layer };
  },
});
