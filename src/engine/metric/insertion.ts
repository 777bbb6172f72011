import { RISE } from '../literature/papers';
import { integer } from '../parameter/kinds';
import { plainBaselineParameter } from '../baseline/parameters';
import { baselineFor, defineMetric } from './metric';
import { areaUnder, curveSteps, perturbationCurve } from './perturbation-curve';

/** Area under the score while the most relevant positions are put back into a blurred input. */
export const insertion = defineMetric({
  id: 'insertion',
  label: 'Insertion AUC',
  paper: RISE,
  better: 'higher',
  aspect: { of: 'faithfulness', from: 0, to: 1 },
  formula:
    'trapezoids under the probability while positions, some at a time and largest map values first, return into the baseline; divided by the number of steps',
  needs: ['scores'],
  params: [
    integer({ name: 'step', label: 'Positions per step', default: 224, minimum: 1 }),
    plainBaselineParameter('blur-rise'),
  ],
  evidence: 'the curve, and the input at each of its steps',
  work: ({ step }, { positions }) => ({ scored: curveSteps(positions, step) }),
  async score(subject, params) {
    const { input, map, scorers, clean, batch, signal, witness } = subject;
    const curve = await perturbationCurve({
      from: baselineFor(subject, params.baseline),
      to: input,
      map: map.data,
      step: params.step,
      scorer: scorers.probability,
      clean: { score: clean.probability, at: 'end' },
      batch,
      signal,
      witness,
    });
    return { value: areaUnder(curve) };
  },
});
