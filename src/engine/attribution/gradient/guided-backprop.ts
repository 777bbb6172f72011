import { guidedRules } from '../../relevance/rectifiers';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod } from '../method';

/** The gradient with max(g, 0) taken at every active Relu. */
export const guidedBackprop = defineMethod({
  id: 'guided-backprop',
  label: 'Guided backpropagation',
  group: 'gradient',
  paper: {
    authors: 'Springenberg, Dosovitskiy, Brox & Riedmiller',
    year: 2014,
    title: 'Striving for Simplicity: The All Convolutional Net',
    url: 'https://arxiv.org/abs/1412.6806',
  },
  shows: 'The edges and textures that excite the active units; sharp to look at.',
  misleads:
    'Mostly an edge detector: it hardly depends on the class or on the upper weights (Adebayo et al. 2018). Without Relu it is the gradient.',
  needs: ['gradient', 'operators'],
  signed: true,
  unit: 'relative',
  params: [],
  cost: () => 2,
  async run(context) {
    const { gradients } = await gradientAtInput(context, { wrt: [context.network.graph.input], rules: guidedRules });
    return { map: gradients[0] };
  },
});
