import { GRAD_CAM } from '../../literature/papers';
import { withDefaults } from '../../parameter/values';
import { guidedRules } from '../../relevance/rectifiers';
import { floats, sizeOf } from '../../tensor/tensor';
import { gradCam } from '../cam/grad-cam';
import { gradientAtInput } from '../derivation/gradients';
import { interpolationParameter } from '../feature-map/upsampling';
import { defineMethod } from '../method';

/** Guided backpropagation times the enlarged positive part of Grad-CAM. */
export const guidedGradCam = defineMethod({
  id: 'guided-grad-cam',
  label: 'Guided Grad-CAM',
  group: 'gradient',
  paper: GRAD_CAM,
  shows: 'The fine structure of guided backpropagation where Grad-CAM finds the class.',
  misleads:
    'Its detail is that of guided backpropagation, which hardly depends on the class; trust only where, not what.',
  needs: ['gradient', 'layer', 'operators'],
  signed: true,
  unit: 'relative',
  params: [interpolationParameter],
  cost: (_, { headShare }) => 3 + 2 * headShare,
  async run(context) {
    const cam = await gradCam.run({
      ...context,
      params: { ...withDefaults(gradCam.params, context.params), reluAttributions: true },
    });
    const { gradients } = await gradientAtInput(context, { wrt: [context.network.graph.input], rules: guidedRules });
    const positions = sizeOf(context.input.dims.slice(2));
    const map = floats(
      context.input.dims,
      gradients[0].data.map((g, i) => g * cam.map.data[i % positions]),
    );
    return { map, layer: cam.layer, warnings: cam.warnings };
  },
});
