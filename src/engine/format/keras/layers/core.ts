import { dense as denseOn } from '../../builder/dense';
import type { LayerConverter } from '../layer';
import { withActivation } from './activation';

const dense: LayerConverter = {
  classes: ['Dense'],
  variables: (settings) => (settings.flag('use_bias', true) ? ['kernel', 'bias'] : ['kernel']),
  build: (call) =>
    withActivation(
      call,
      denseOn(
        call.builder,
        call.inputs[0],
        call.weight('kernel'),
        call.settings.flag('use_bias', true) ? call.weight('bias') : undefined,
      ),
    ),
};

/** Layers that do something only while the network is trained. */
const passing: LayerConverter = {
  classes: [
    'Dropout',
    'SpatialDropout1D',
    'SpatialDropout2D',
    'AlphaDropout',
    'GaussianDropout',
    'GaussianNoise',
    'ActivityRegularization',
    'StochasticDepth',
    'RandomFlip',
    'RandomRotation',
    'RandomZoom',
    'RandomTranslation',
    'RandomContrast',
    'RandomBrightness',
    'RandomHeight',
    'RandomWidth',
    'SpatialDropout3D',
    'RandomColorDegeneration',
    'RandomColorJitter',
    'RandomElasticTransform',
    'RandomErasing',
    'RandomGaussianBlur',
    'RandomGrayscale',
    'RandomHue',
    'RandomInvert',
    'RandomPerspective',
    'RandomPosterization',
    'RandomSaturation',
    'RandomSharpness',
    'RandomShear',
    'RandAugment',
    'AugMix',
    'CutMix',
    'MixUp',
    'Identity',
  ],
  build: ({ inputs: [x] }) => x,
};

export const coreLayers: readonly LayerConverter[] = [dense, passing];
