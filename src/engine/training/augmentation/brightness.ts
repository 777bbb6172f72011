import type { Augmentation } from './augmentation';
import { changed, clipped } from './channels';
import { drawFactor, factorParams, type Factor } from './factor';

/** Towards black, or beyond the image away from it. */
export const brightness: Augmentation<Factor, typeof factorParams> = {
  id: 'brightness',
  label: 'Brightness',
  of: 'images',
  params: factorParams,
  draw: drawFactor,
  apply: (image, { factor }) => changed(image, (value) => clipped(factor * value)),
};
