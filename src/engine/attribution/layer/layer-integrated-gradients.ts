import { INTEGRATED_GRADIENTS } from '../../literature/papers';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { scoreDifference } from '../gradient/integrated-gradients';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { multiplied, pathIntegral } from '../derivation/path';
import { quadratureOf, quadratureParameter, stepsParameter } from '../derivation/quadrature';

/** Integrated gradients in the activation space of a layer, from A(b) to A(x). */
export const layerIntegratedGradients = defineMethod({
  id: 'layer-integrated-gradients',
  label: 'Layer integrated gradients',
  group: 'layer',
  paper: INTEGRATED_GRADIENTS,
  shows: 'What each activation of the layer contributes on the straight way from its baseline activations.',
  misleads: 'Points between two activations may be none the network ever makes.',
  needs: ['gradient', 'layer'],
  signed: true,
  unit: 'score',
  params: [stepsParameter, quadratureParameter, ...baselineParameters()],
  cost: ({ steps }, { headShare }) => 2 + 2 * steps * headShare,
  async run(context) {
    const { network, execution, input } = context;
    const layer = layerOf(context);
    const baseline = baselineOf(context);
    const [end] = await network.remembered(input, [layer], execution);
    const [start] = await network.remembered(baseline, [layer], execution);
    const quadrature = quadratureOf(context.params);
    const map = multiplied(await pathIntegral(context, { along: layer, start, end, quadrature }), end, start);
    return { map, layer, completeness: await scoreDifference(context, map, baseline) };
  },
});
