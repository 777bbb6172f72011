import { GRAD_CAM } from '../../literature/papers';
import { gradientCam, perChannel, spatialSum } from '../feature-map/gradient-cam';
import { positionsOf } from '../feature-map/grid';

/** Σ_k mean(g_k) A_k. */
export const gradCam = gradientCam(
  {
    id: 'grad-cam',
    label: 'Grad-CAM',
    paper: GRAD_CAM,
    shows: 'Where the features that raise the score are active, on the grid of one layer.',
    misleads: 'As coarse as the layer; averaging the gradient can mark places the network does not use.',
    unit: 'score',
  },
  (activation, gradient) => {
    const positions = positionsOf(activation);
    return perChannel(activation, (k) => spatialSum(gradient, k, (i) => gradient.values[i]) / positions);
  },
);
