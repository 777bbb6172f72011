import { INPUT_X_GRADIENT } from '../../literature/papers';
import { floats } from '../../tensor/tensor';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod } from '../method';

/** x · ∂f/∂x: the first-order share of every element in the score. */
export const inputXGradient = defineMethod({
  id: 'input-x-gradient',
  label: 'Input × gradient',
  group: 'gradient',
  paper: INPUT_X_GRADIENT,
  shows: 'Each element times its gradient: what it contributes to first order, measured from zero.',
  misleads: 'Elements near zero get nothing, however important: the choice of zero decides.',
  needs: ['gradient'],
  signed: true,
  unit: 'score',
  params: [],
  cost: () => 2,
  async run(context) {
    const { gradients } = await gradientAtInput(context, { wrt: [context.network.graph.input] });
    return {
      map: floats(
        context.input.dims,
        gradients[0].data.map((g, i) => g * context.input.data[i]),
      ),
    };
  },
});
