import { layersOf } from '../layer';
import { defineMethod, type Attribution } from '../method';
import { camAttribution, meanOverLayers } from '../feature-map/aggregation';
import {
  fusedFeatures,
  fusionParameter,
  type FusedFeatures,
  isFused,
  layerFeatures,
} from '../feature-map/layer-fusion';
import { firstComponent } from '../feature-map/principal';
import { camParameters } from '../feature-map/upsampling';

/** The first principal component of the activations over positions. */
export const eigenCam = defineMethod({
  id: 'eigen-cam',
  label: 'Eigen-CAM',
  group: 'cam',
  paper: {
    authors: 'Muhammad & Yeasin',
    year: 2020,
    title: 'Eigen-CAM: Class Activation Map using Principal Components',
    url: 'https://arxiv.org/abs/2008.00299',
  },
  shows: 'The strongest pattern in a layer, whatever the class: what the network noticed.',
  misleads: 'Does not depend on the class; the sign of a principal component is a convention.',
  needs: ['layer'],
  signed: true,
  unit: 'activation',
  params: [...camParameters, fusionParameter],
  cost: () => 1,
  async run(context) {
    const mapOf = async (name: string, { features }: FusedFeatures): Promise<Attribution> =>
      camAttribution(context, name, { ...features, values: await firstComponent(context, features) });
    return isFused(context)
      ? mapOf(layersOf(context).join(), await fusedFeatures(context))
      : meanOverLayers(context, async (layer) => mapOf(layer, await layerFeatures(context, layer)));
  },
});
