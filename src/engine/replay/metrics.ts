import type { Adapter } from './adapter';
import { classification } from './metric-cases/classifier';
import { explanationCases } from './metric-cases/explanations';
import { mapCases } from './metric-cases/maps';
import { scoreCases } from './metric-cases/scores';

/** Suite `metrics`: measures of explanations and of classifiers. */
export const metrics: Adapter = {
  suite: 'metrics',
  methods: { ...mapCases, ...scoreCases, ...explanationCases, classification },
};
