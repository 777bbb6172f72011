import { mean } from '../../statistics/values';
import type { Augmentation } from './augmentation';
import { changed, clipped, greyOf } from './channels';
import { drawFactor, factorParams, type Factor } from './factor';

/** Towards the mean brightness of the image, or beyond the image away from it. */
export const contrast: Augmentation<Factor, typeof factorParams> = {
  id: 'contrast',
  label: 'Contrast',
  of: 'images',
  params: factorParams,
  draw: drawFactor,
  apply(image, { factor }) {
    const centre = mean(greyOf(image));
    return changed(image, (value) => clipped(factor * value + (1 - factor) * centre));
  },
};
