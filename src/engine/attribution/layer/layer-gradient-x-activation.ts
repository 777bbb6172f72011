import { CAPTUM } from '../../literature/papers';
import { floats } from '../../tensor/tensor';
import { gradientAtInput } from '../derivation/gradients';
import { layerOf } from '../layer';
import { defineMethod } from '../method';

/** A · ∂f/∂A at a layer, element by element. */
export const layerGradientXActivation = defineMethod({
  id: 'layer-gradient-x-activation',
  label: 'Layer gradient × activation',
  group: 'layer',
  paper: CAPTUM,
  shows: 'What each activation of the layer contributes to first order, measured from silence.',
  misleads: 'As local as the gradient: a saturated path gets nothing.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'score',
  params: [],
  cost: (_, { headShare }) => 1 + headShare,
  async run(context) {
    const layer = layerOf(context);
    const {
      gradients: [gradient],
      captures: [activation],
    } = await gradientAtInput(context, { wrt: [layer], captures: [layer] });
    return {
      map: floats(
        activation.dims,
        activation.data.map((v, k) => v * gradient.data[k]),
      ),
      layer,
    };
  },
});
