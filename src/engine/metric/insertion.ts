import { RISE } from '../literature/papers';
import { BASELINE_CHOICES, baselineOf } from './baseline';
import type { Metric } from './metric';
import { areaUnder, perturbationCurve } from './perturbation-curve';

/** Area under the score while the most relevant positions are put back into a blurred input. */
export const insertion: Metric = {
  id: 'insertion',
  label: 'Insertion AUC',
  paper: RISE,
  better: 'higher',
  formula:
    'trapezoids under the probability while `step` positions at a time, largest map values first, return into the baseline; divided by the number of steps',
  needs: ['scores'],
  params: [
    { kind: 'integer', name: 'step', label: 'Positions per step', default: 224, minimum: 1 },
    { kind: 'choice', name: 'baseline', label: 'Baseline', default: 'blur-rise', choices: BASELINE_CHOICES },
  ],
  async score({ input, map, black, scorers, clean, batch, signal }, params) {
    const curve = await perturbationCurve({
      from: baselineOf(params.baseline).make(input, black),
      to: input,
      map: map.data,
      step: params.step as number,
      scorer: scorers.probability,
      clean: { score: clean.probability, at: 'end' },
      batch,
      signal,
    });
    return { value: areaUnder(curve) };
  },
};
