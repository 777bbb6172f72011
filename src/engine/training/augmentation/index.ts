import type { Augmentation } from './augmentation';
import { brightness } from './brightness';
import { contrast } from './contrast';
import { horizontalFlip } from './horizontal-flip';
import { hue } from './hue';
import { noise } from './noise';
import { normalise } from './normalise';
import { resizedCrop } from './resized-crop';
import { rotate } from './rotate';
import { saturation } from './saturation';
import { verticalFlip } from './vertical-flip';

/**
 * All augmentations. The registry forgets what each draws: whoever takes one from here hands `apply` what it drew, or
 * what a reference case says.
 */
export const AUGMENTATIONS = Object.freeze([
  rotate,
  horizontalFlip,
  verticalFlip,
  brightness,
  contrast,
  saturation,
  hue,
  resizedCrop,
  noise,
  normalise,
]) as readonly Augmentation[];
