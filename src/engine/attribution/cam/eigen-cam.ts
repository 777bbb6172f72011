import { layerOf } from '../layer';
import { defineMethod } from '../method';
import { featuresOf, layerLayout } from '../feature-map/features';
import { camAttribution } from '../feature-map/aggregation';
import { activationAt } from '../derivation/layer-tensors';
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
  params: camParameters,
  cost: () => 1,
  async run(context) {
    const layer = layerOf(context);
    const activation = await activationAt(context, layer);
    const layout = layerLayout(context, layer, activation.dims);
    const features = featuresOf(activation, layout);
    const { height, width } = features;
    return camAttribution(context, layer, { values: await firstComponent(context, features), height, width });
  },
});
