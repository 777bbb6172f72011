import { gradientCam } from '../feature-map/gradient-cam';

/** The first principal component of g · A over positions. */
export const eigenGradCam = gradientCam(
  {
    id: 'eigen-grad-cam',
    label: 'Eigen-Grad-CAM',
    paper: {
      authors: 'Gildenblat et al.',
      year: 2021,
      title: 'PyTorch library for CAM methods',
      url: 'https://github.com/jacobgil/pytorch-grad-cam',
    },
    shows: 'The main pattern of gradient times activation at a layer: class-dependent and smooth.',
    misleads: 'The sign of a principal component is a convention; here it follows the mean.',
    unit: 'score',
  },
  (_, gradient) => Float64Array.from(gradient.values),
  true,
);
