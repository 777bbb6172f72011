import type { Augmentation } from './augmentation';
import { drawFlip, flipParams, reversed, type Flip } from './flips';

/** Left and right exchanged; of a signal its beginning and its end. */
export const horizontalFlip: Augmentation<Flip, typeof flipParams> = {
  id: 'horizontal-flip',
  label: 'Horizontal flip',
  of: 'any',
  params: flipParams,
  draw: drawFlip,
  apply: (input, { flip = true }) => (flip ? reversed(input, input.dims.length - 1) : input),
};
