import { gradientCam } from '../feature-map/gradient-cam';

/** Σ_k g_k A_k, elementwise. */
export const hiresCam = gradientCam(
  {
    id: 'hires-cam',
    label: 'HiResCAM',
    paper: 'Draelos & Carin 2020, Use HiResCAM instead of Grad-CAM, arXiv:2011.08891',
    shows: 'Gradient times activation at every place: only where the network computed with it.',
    misleads: 'Noisier than Grad-CAM in early layers.',
  },
  (_, gradient) => Float64Array.from(gradient.values),
);
