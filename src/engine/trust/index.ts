import type { TrustCheck } from './mark';
import { completeness } from './marks/completeness';
import { pointing } from './marks/pointing';
import { quantisation } from './marks/quantisation';
import { randomisation } from './marks/randomisation';
import { secondSeed } from './marks/second-seed';
import { specificity } from './marks/specificity';
import { training } from './marks/training';

/** Every check of a map, the cheapest first; a new one is one file and one line here. */
export const TRUST_CHECKS: readonly TrustCheck[] = Object.freeze([
  completeness,
  pointing,
  training,
  secondSeed,
  specificity,
  quantisation,
  randomisation,
]);
