import { RISE } from '../literature/papers';
import { BASELINE_CHOICES, baselineOf } from './baseline';
import type { Metric } from './metric';
import { areaUnder, perturbationCurve } from './perturbation-curve';

/** Area under the score while the most relevant positions are taken away. */
export const deletion: Metric = {
  id: 'deletion',
  label: 'Deletion AUC',
  paper: RISE,
  better: 'lower',
  formula:
    'trapezoids under the probability while `step` positions at a time, largest map values first, become the baseline; divided by the number of steps',
  needs: ['scores'],
  params: [
    { kind: 'integer', name: 'step', label: 'Positions per step', default: 224, minimum: 1 },
    { kind: 'choice', name: 'baseline', label: 'Baseline', default: 'zeros', choices: BASELINE_CHOICES },
  ],
  async score({ input, map, black, scorers, clean, batch, signal }, params) {
    const curve = await perturbationCurve({
      from: input,
      to: baselineOf(params.baseline).make(input, black),
      map: map.data,
      step: params.step as number,
      scorer: scorers.probability,
      clean: { score: clean.probability, at: 'start' },
      batch,
      signal,
    });
    return { value: areaUnder(curve) };
  },
};
