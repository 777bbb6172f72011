import { gradientCam, perChannel, spatialSum } from '../feature-map/gradient-cam';

/** weight_k = Σ g_k A_k / (Σ A_k + ε). */
export const xgradCam = gradientCam(
  {
    id: 'xgrad-cam',
    label: 'XGrad-CAM',
    paper: {
      authors: 'Fu, Hu, Dong, Guo, Gao & Li',
      year: 2020,
      title: 'Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs',
      url: 'https://arxiv.org/abs/2008.02312',
    },
    shows: 'As Grad-CAM, with the gradient averaged where the channel is active.',
    misleads: 'Channels whose activations sum to nearly zero get very large weights.',
    unit: 'score',
  },
  (activation, gradient) =>
    perChannel(activation, (k) => {
      const total = spatialSum(activation, k, (i) => activation.values[i]);
      return spatialSum(activation, k, (i) => gradient.values[i] * activation.values[i]) / (total + 1e-7);
    }),
);
