import { firstComponent } from '../../tensor/principal';
import { gradientCam } from './gradient-cam';

/** The first principal component of g · A over positions. */
export const eigenGradCam = gradientCam(
  {
    id: 'eigen-grad-cam',
    label: 'Eigen-Grad-CAM',
    paper: 'Gildenblat et al. 2021, pytorch-grad-cam; after Muhammad & Yeasin 2020, arXiv:2008.00299',
    shows: 'The main pattern of gradient times activation at a layer: class-dependent and smooth.',
    misleads: 'The sign of a principal component is a convention; here it follows the mean.',
  },
  ({ channels, height, width, values }, gradient) => {
    const positions = height * width;
    const product = new Float64Array(values.length);
    for (let k = 0; k < channels; k++) {
      for (let p = 0; p < positions; p++) product[p * channels + k] = values[k * positions + p] * gradient.values[k * positions + p];
    }
    return firstComponent(product, positions, channels);
  },
);
