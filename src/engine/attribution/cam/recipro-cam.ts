import { boolean } from '../../parameter/kinds';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { layerLayout } from '../feature-map/features';
import { camAttribution } from '../feature-map/aggregation';
import { activationAt } from '../derivation/layer-tensors';
import { maskedHeadScores } from '../feature-map/masked-head';
import { camParameters } from '../feature-map/upsampling';

/** The score of the network when only one position of a layer (and, weakly, its neighbours) is left. */
export const reciproCam = defineMethod({
  id: 'recipro-cam',
  label: 'Recipro-CAM',
  group: 'cam',
  paper: {
    authors: 'Byun & Lee',
    year: 2022,
    title: 'Recipro-CAM: Gradient-free reciprocal class activation map',
    url: 'https://arxiv.org/abs/2209.14074',
  },
  shows: 'The score the network would give if it saw only one place of the layer: no gradient needed.',
  misleads: 'One place alone is no input the network knows; evidence from several places together is missed.',
  needs: ['layer'],
  signed: true,
  unit: 'score',
  params: [
    ...camParameters,
    boolean({
      name: 'gaussian',
      label: 'Soft mask',
      default: true,
      description: "Leave a 3 × 3 Gaussian around the place, as the paper's second variant, instead of the place alone",
    }),
  ],
  cost: (_, { headShare, layerDims }) => 1 + (layerDims[1] ?? 0) * (layerDims[2] ?? 1) * headShare,
  async run(context) {
    const layer = layerOf(context);
    const activation = await activationAt(context, layer);
    const layout = layerLayout(context, layer, activation.dims);
    const { height, width } = layout;
    const soft = context.params.gaussian;
    const values = await maskedHeadScores(
      context,
      { layer, activation, layout, axis: 'position' },
      height * width,
      (i, mask) => {
        mask.fill(0);
        const [row, column] = [Math.floor(i / width), i % width];
        for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
          for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
            const distance = Math.abs(y - row) + Math.abs(x - column);
            mask[y * width + x] = distance === 0 ? 1 : soft ? 2 ** -distance : 0;
          }
        }
      },
    );
    return camAttribution(context, layer, { values, height, width });
  },
});
