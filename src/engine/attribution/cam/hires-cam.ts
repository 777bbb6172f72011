import { gradientCam } from '../feature-map/gradient-cam';

/** Σ_k g_k A_k, elementwise. */
export const hiresCam = gradientCam(
  {
    id: 'hires-cam',
    label: 'HiResCAM',
    paper: {
      authors: 'Draelos & Carin',
      year: 2020,
      title: 'Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural networks',
      url: 'https://arxiv.org/abs/2011.08891',
    },
    shows: 'Gradient times activation at every place: only where the network computed with it.',
    misleads: 'Noisier than Grad-CAM in early layers.',
    unit: 'score',
  },
  (_, gradient) => Float64Array.from(gradient.values),
);
