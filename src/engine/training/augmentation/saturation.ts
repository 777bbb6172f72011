import type { Augmentation } from './augmentation';
import { changed, clipped, greyOf } from './channels';
import { drawFactor, factorParams, type Factor } from './factor';

/** Towards grey, or beyond the image away from it; an image of one channel has no colours to change. */
export const saturation: Augmentation<Factor, typeof factorParams> = {
  id: 'saturation',
  label: 'Saturation',
  of: 'images',
  params: factorParams,
  draw: drawFactor,
  apply(image, { factor }) {
    if (image.dims[0] !== 3) return image;
    const grey = greyOf(image);
    return changed(image, (value, _, p) => clipped(factor * value + (1 - factor) * grey[p]));
  },
};
