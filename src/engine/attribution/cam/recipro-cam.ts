import { boolean } from '../../parameter/kinds';
import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { layerLayout } from '../feature-map/features';
import { camAttribution } from '../feature-map/aggregation';
import { activationAt } from '../derivation/layer-tensors';
import { maskedHeadScores } from '../feature-map/masked-head';
import { positionsOf } from '../feature-map/grid';
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
  cost: (_, { headShare, layerDims: [, ...sides] }) =>
    1 + (sides.length === 0 ? 0 : sides.reduce((a, b) => a * b)) * headShare,
  async run(context) {
    const layer = layerOf(context);
    const activation = await activationAt(context, layer);
    const layout = layerLayout(context, layer, activation.dims);
    const { depth = 1, height, width } = layout;
    const soft = context.params.gaussian;
    const values = await maskedHeadScores(
      context,
      { layer, activation, layout, axis: 'position' },
      positionsOf(layout),
      (i, mask) => {
        mask.fill(0);
        if (!soft) mask[i] = 1;
        else {
          const [slice, row, column] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
          for (const z of around(slice, depth))
            for (const y of around(row, height))
              for (const x of around(column, width))
                mask[(z * height + y) * width + x] =
                  2 ** -(Math.abs(z - slice) + Math.abs(y - row) + Math.abs(x - column));
        }
      },
    );
    return camAttribution(context, layer, { ...layout, values });
  },
});

/** A place of an axis with its neighbours. */
const around = (place: number, length: number): number[] =>
  [place - 1, place, place + 1].filter((p) => p >= 0 && p < length);
