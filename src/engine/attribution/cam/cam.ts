import { LensError } from '../../../protocol/error';
import { gradientCam, perChannel } from '../feature-map/gradient-cam';
import { positionsOf } from '../feature-map/grid';

/** How far the gradient of a channel may vary over positions, relative to the largest gradient. */
const EVEN = 1e-4;

/**
 * Σ_k w_k A_k with w the row of the last linear layer. On a network of global average pooling and one linear layer the
 * gradient of the logit is w_k / (h w) at every position: the row is read off it, and the structure is checked by it.
 */
export const cam = gradientCam(
  {
    id: 'cam',
    label: 'CAM',
    paper: {
      authors: 'Zhou, Khosla, Lapedriza, Oliva & Torralba',
      year: 2016,
      title: 'Learning Deep Features for Discriminative Localization',
      url: 'https://arxiv.org/abs/1512.04150',
    },
    shows: 'The last features weighted as the classifier weighs them: an exact decomposition of the score.',
    misleads: 'Only for networks that end in global average pooling and one linear layer.',
    unit: 'score',
  },
  (activation, gradient) => {
    const positions = positionsOf(activation);
    const peak = gradient.values.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (let i = 0; i < gradient.values.length; i++) {
      const first = gradient.values[i - (i % positions)];
      if (Math.abs(gradient.values[i] - first) > EVEN * peak) {
        throw new LensError({
          code: 'unsupported-model',
          what: 'this layer is not followed by global average pooling and one linear layer, which CAM needs',
          next: 'Use Grad-CAM, its generalisation',
        });
      }
    }
    return perChannel(activation, (k) => gradient.values[k * positions] * positions);
  },
);
