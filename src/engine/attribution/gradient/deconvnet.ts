import { DECONVNET } from '../../literature/papers';
import { deconvnetRules } from '../../relevance/rectifiers';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod } from '../method';

/** The gradient with max(g, 0) in place of every Relu's own derivative. */
export const deconvnet = defineMethod({
  id: 'deconvnet',
  label: 'Deconvnet',
  group: 'gradient',
  paper: DECONVNET,
  shows: 'A reconstruction of the pattern that excites the class, through the switches of the max-pooling layers.',
  misleads: 'Ignores which units were active; hardly depends on the class. Without Relu it is the gradient.',
  needs: ['gradient', 'operators'],
  signed: true,
  unit: 'relative',
  params: [],
  cost: () => 2,
  async run(context) {
    const { gradients } = await gradientAtInput(context, { wrt: [context.network.graph.input], rules: deconvnetRules });
    return { map: gradients[0] };
  },
});
