import { GRAD_CAM_PLUS_PLUS } from '../../literature/papers';
import { gradientCam, perChannel, spatialSum } from '../feature-map/gradient-cam';

/** weight_k = Σ max(g, 0) · g² / (2 g² + S_k g³ + ε) with S_k the sum of the channel; 0 where g is 0. */
export const gradCamPlusPlus = gradientCam(
  {
    id: 'grad-cam-plus-plus',
    label: 'Grad-CAM++',
    paper: GRAD_CAM_PLUS_PLUS,
    shows: 'As Grad-CAM, with places weighted so that several objects of the class are all seen.',
    misleads: 'The weights assume an exponential score; negative evidence is left out.',
    unit: 'relative',
  },
  (activation, gradient) =>
    perChannel(activation, (k) => {
      const total = spatialSum(activation, k, (i) => activation.values[i]);
      return spatialSum(activation, k, (i) => {
        const g = gradient.values[i];
        return g > 0 ? (g * g * g) / (2 * g * g + total * g * g * g + 1e-6) : 0;
      });
    }),
);
