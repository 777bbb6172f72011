import { LensError } from '../../../protocol/error';
import { SALIENCY } from '../../literature/papers';
import { numbers } from '../../parameter/kinds';
import { floats, stridesOf } from '../../tensor/tensor';
import { gradientAtInput } from '../derivation/gradients';
import { layerOf } from '../layer';
import { defineMethod } from '../method';

/** ∂A[neuron]/∂x: what one activation of a layer looks for in this input. */
export const neuronGradient = defineMethod({
  id: 'neuron-gradient',
  label: 'Neuron gradient',
  group: 'layer',
  paper: SALIENCY,
  shows: 'How much one activation of the layer changes when a pixel changes a little.',
  misleads: 'One neuron is rarely one concept.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'neuronSlope',
  params: [
    numbers({
      name: 'neuron',
      label: 'Neuron',
      default: null,
      description: 'Channel, row and column; the strongest activation by default',
    }),
  ],
  cost: (_, { headShare }) => 1 + 2 * (1 - headShare),
  async run(context) {
    const { network, execution, input } = context;
    const layer = layerOf(context);
    const [activation] = await network.remembered(input, [layer], execution);
    const dims = activation.dims.slice(1);
    const outputGradient = floats(activation.dims);
    outputGradient.data[neuronIndex(context.params.neuron, dims, activation.data)] = 1;
    const { gradients } = await gradientAtInput(context, { wrt: [network.graph.input], from: layer, outputGradient });
    return { map: gradients[0], layer };
  },
});

function neuronIndex(neuron: readonly number[] | null, dims: readonly number[], activation: Float32Array): number {
  if (!neuron) return activation.reduce((best, v, i) => (v > activation[best] ? i : best), 0);
  const valid =
    neuron.length === dims.length && neuron.every((at, axis) => Number.isInteger(at) && at >= 0 && at < dims[axis]);
  if (!valid)
    throw new LensError({
      code: 'invalid-argument',
      what: `there is no neuron [${neuron.join(', ')}] in a layer of [${dims.join(', ')}]`,
    });
  return stridesOf(dims).reduce((sum, stride, axis) => sum + stride * neuron[axis], 0);
}
