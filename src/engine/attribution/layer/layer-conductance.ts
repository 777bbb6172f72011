import { floats, type FloatTensor } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { gradientsAt } from '../derivation/gradients';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { quadratureOf, quadratureParameter, stepsParameter } from '../derivation/quadrature';

/** Σ_i (A_{i+1} − A_i) · ∂f/∂A at node i of the (n + 1)-point rule along the straight path in input space. */
export const layerConductance = defineMethod({
  id: 'layer-conductance',
  label: 'Layer conductance',
  group: 'layer',
  paper: {
    authors: 'Dhamdhere, Sundararajan & Yan',
    year: 2018,
    title: 'How Important Is a Neuron?',
    url: 'https://arxiv.org/abs/1805.12233',
  },
  shows: 'How much of the integrated gradients flows through each activation of the layer.',
  misleads: 'Few steps are coarse: the change of the activation is taken by differences.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'score',
  params: [stepsParameter, quadratureParameter, ...baselineParameters()],
  cost: ({ steps }, { headShare }) => (steps + 1) * (1 + headShare),
  async run(context) {
    const layer = layerOf(context);
    const baseline = baselineOf(context);
    const { nodes } = quadratureOf({ ...context.params, steps: context.params.steps + 1 });
    const { input } = context;
    let sum: Float64Array | undefined;
    let last: { activation: Float32Array; gradient: Float32Array } | undefined;
    let dims: readonly number[] = [];
    const pointAt = (i: number, into: Float32Array) =>
      into.forEach((_, k) => (into[k] = baseline.data[k] + nodes[i] * (input.data[k] - baseline.data[k])));
    await gradientsAt(
      context,
      nodes.length,
      pointAt,
      { wrt: [layer], captures: [layer] },
      ({ start, end, gradients, captures }) => {
        dims = [1, ...gradients[0].dims.slice(1)];
        for (let i = 0; i < end - start; i++) {
          const [activation, gradient] = [rowOf(captures[0], i), rowOf(gradients[0], i)];
          sum ??= new Float64Array(activation.length);
          if (last)
            for (let k = 0; k < sum.length; k++) sum[k] += (activation[k] - last.activation[k]) * last.gradient[k];
          last = { activation, gradient };
        }
      },
    );
    return { map: floats(dims, Float32Array.from(sum!)), layer };
  },
});

function rowOf(tensor: FloatTensor, index: number): Float32Array {
  const size = tensor.data.length / tensor.dims[0];
  return tensor.data.subarray(index * size, (index + 1) * size);
}
