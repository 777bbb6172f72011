import { SALIENCY } from '../../literature/papers';
import { gradientAtInput } from '../derivation/gradients';
import { layerOf } from '../layer';
import { defineMethod } from '../method';

/** ∂f/∂A and A at a layer. */
export const layerGradient = defineMethod({
  id: 'layer-gradient',
  label: 'Layer gradient',
  group: 'layer',
  paper: SALIENCY,
  shows: 'How much the score changes when an activation of the layer changes a little.',
  misleads: 'Noisy as every gradient; channels are not comparable with each other.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'layerSlope',
  params: [],
  cost: (_, { headShare }) => 1 + headShare,
  async run(context) {
    const layer = layerOf(context);
    const { gradients, captures } = await gradientAtInput(context, { wrt: [layer], captures: [layer] });
    return { map: gradients[0], layer, details: { gradient: gradients[0], activation: captures[0] } };
  },
});
