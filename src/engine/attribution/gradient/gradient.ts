import { SALIENCY } from '../../literature/papers';
import { boolean } from '../../parameter/kinds';
import { floats } from '../../tensor/tensor';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod } from '../method';

/** The derivative of the score with respect to every input element. */
export const gradient = defineMethod({
  id: 'gradient',
  label: 'Gradient',
  group: 'gradient',
  paper: SALIENCY,
  shows: 'How much the score changes when a pixel changes a little.',
  misleads: 'Noisy; a pixel the score rests on can have no gradient where the network is saturated.',
  needs: ['gradient'],
  signed: true,
  unit: 'slope',
  params: [
    boolean({
      name: 'absolute',
      label: 'Absolute value',
      default: false,
      description: "Captum's Saliency by default; the sign is lost",
    }),
  ],
  cost: () => 2,
  async run(context) {
    const { gradients } = await gradientAtInput(context, { wrt: [context.network.graph.input] });
    const [map] = gradients;
    return { map: context.params.absolute ? floats(map.dims, map.data.map(Math.abs)) : map };
  },
});
