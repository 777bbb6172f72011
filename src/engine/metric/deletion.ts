import { RISE } from '../literature/papers';
import { integer } from '../parameter/kinds';
import { plainBaselineParameter } from '../baseline/parameters';
import { baselineFor, defineMetric } from './metric';
import { areaUnder, curveSteps, perturbationCurve } from './perturbation-curve';

/** Area under the score while the most relevant positions are taken away. */
export const deletion = defineMetric({
  id: 'deletion',
  label: 'Deletion AUC',
  paper: RISE,
  better: 'lower',
  aspect: { of: 'faithfulness', from: 0, to: 1 },
  formula:
    'trapezoids under the probability while positions, some at a time and largest map values first, become the baseline; divided by the number of steps',
  needs: ['scores'],
  params: [
    integer({ name: 'step', label: 'Positions per step', default: 224, minimum: 1 }),
    plainBaselineParameter('zeros'),
  ],
  evidence: 'the curve, and the input at each of its steps',
  work: ({ step }, { positions }) => ({ scored: curveSteps(positions, step) }),
  async score(subject, params) {
    const { input, map, scorers, clean, batch, signal, witness } = subject;
    const curve = await perturbationCurve({
      from: input,
      to: baselineFor(subject, params.baseline),
      map: map.data,
      step: params.step,
      scorer: scorers.probability,
      clean: { score: clean.probability, at: 'start' },
      batch,
      signal,
      witness,
    });
    return { value: areaUnder(curve) };
  },
});
