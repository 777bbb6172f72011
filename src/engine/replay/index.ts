import type { Adapter } from './adapter';
import { camsAdapter } from './cams';
import { gradientsAdapter } from './gradients';
import { metrics } from './metrics';
import { perturbation } from './perturbation';
import { scattering } from './scattering';
import { statistics } from './statistics';
import { tasks } from './tasks';
import { training } from './training';

/** How the cases of each reference suite are run. */
export const adapters: readonly Adapter[] = Object.freeze([
  gradientsAdapter,
  camsAdapter,
  perturbation,
  metrics,
  statistics,
  scattering,
  tasks,
  training,
]);
