import type { Augmentation } from './augmentation';
import { drawFlip, flipParams, reversed, type Flip } from './flips';

/** Top and bottom exchanged. */
export const verticalFlip: Augmentation<Flip, typeof flipParams> = {
  id: 'vertical-flip',
  label: 'Vertical flip',
  of: 'images',
  params: flipParams,
  draw: drawFlip,
  apply: (image, { flip = true }) => (flip ? reversed(image, image.dims.length - 2) : image),
};
