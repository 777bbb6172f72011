import { INFIDELITY } from '../literature/papers';
import { mean } from '../statistics/values';
import { defineMetric } from './metric';
import { SENSITIVITY_EVIDENCE, SENSITIVITY_PARAMETERS, ratiosOf, sensitivityWork } from './max-sensitivity';

/** The mean beside the maximum, of the same explanations. */
export const averageSensitivity = defineMetric({
  id: 'average-sensitivity',
  label: 'Average Sensitivity',
  paper: INFIDELITY,
  better: 'lower',
  formula:
    'mean over noise of ‖E(x + noise) − E(x)‖₂ / ‖E(x)‖₂, noise uniform in ±radius, a share of the range of the input',
  needs: ['explainer'],
  params: SENSITIVITY_PARAMETERS,
  evidence: SENSITIVITY_EVIDENCE,
  work: sensitivityWork,
  score: async (subject, params) => ({ value: mean(await ratiosOf(subject, params)) }),
});
