import type { FuzzTarget } from '../target';
import { imageTargets } from './images';
import { modelTargets } from './models';
import { textTargets } from './texts';
import { volumeTargets } from './volumes';

/** Every reader that is fuzzed. */
export const targets: readonly FuzzTarget[] = Object.freeze([
  ...modelTargets,
  ...imageTargets,
  ...volumeTargets,
  ...textTargets,
]);
