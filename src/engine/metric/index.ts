import { adcc } from './adcc';
import { averageDrop } from './average-drop';
import { averageSensitivity } from './average-sensitivity';
import { complexity } from './complexity';
import { deletion } from './deletion';
import { dropInConfidence } from './drop-in-confidence';
import { energyPointingGame } from './energy-pointing-game';
import { faithfulnessCorrelation } from './faithfulness-correlation';
import { increaseInConfidence } from './increase-in-confidence';
import { infidelity } from './infidelity';
import { insertion } from './insertion';
import { iou } from './iou';
import { maxSensitivity } from './max-sensitivity';
import type { Metric } from './metric';
import { parameterRandomisation } from './parameter-randomisation';
import { pointingGame } from './pointing-game';
import { relevanceMass } from './relevance-mass';
import { relevanceRank } from './relevance-rank';
import { road } from './road';
import { sparseness } from './sparseness';

/** Every metric of an explanation; a new one is one file and one line here. */
export const METRICS: readonly Metric[] = Object.freeze([
  averageDrop,
  increaseInConfidence,
  dropInConfidence,
  insertion,
  deletion,
  road,
  faithfulnessCorrelation,
  infidelity,
  maxSensitivity,
  averageSensitivity,
  adcc,
  parameterRandomisation,
  iou,
  pointingGame,
  energyPointingGame,
  relevanceMass,
  relevanceRank,
  sparseness,
  complexity,
]);
