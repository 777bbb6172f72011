import { boolean, choice, integer, number } from '../../parameter/kinds';
import { every } from './parameters';
import { defineSchedule } from './schedule';

type Anneal = (from: number, to: number, share: number) => number;
const anneals: Readonly<Record<'cosine' | 'linear', Anneal>> = {
  cosine: (from, to, share) => to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share)),
  linear: (from, to, share) => from + (to - from) * share,
};

/** Up to a maximum and far down, momentum the other way round (Smith and Topin 2018, https://arxiv.org/abs/1708.07120). */
export const oneCycle = defineSchedule({
  id: 'one-cycle',
  label: 'One cycle',
  params: [
    number({ name: 'maximum', label: 'Highest rate', default: 0.01, minimum: 0 }),
    integer({ name: 'totalSteps', label: 'Periods in all', default: 100, minimum: 1 }),
    number({ name: 'warmupFraction', label: 'Share of the rise', default: 0.3, minimum: 0, maximum: 1 }),
    number({ name: 'divisor', label: 'Highest rate over the first', default: 25, minimum: 1 }),
    number({ name: 'finalDivisor', label: 'First rate over the last', default: 1e4, minimum: 1, advanced: true }),
    choice({
      name: 'anneal',
      label: 'Course',
      choices: [
        { value: 'cosine', label: 'Cosine' },
        { value: 'linear', label: 'Linear' },
      ],
      default: 'cosine',
      advanced: true,
    }),
    boolean({ name: 'cycleMomentum', label: 'Cycle the momentum', default: true }),
    number({
      name: 'minimumMomentum',
      label: 'Lowest momentum',
      default: 0.85,
      minimum: 0,
      maximum: 1,
      advanced: true,
    }),
    number({
      name: 'maximumMomentum',
      label: 'Highest momentum',
      default: 0.95,
      minimum: 0,
      maximum: 1,
      advanced: true,
    }),
    every,
  ],
  cyclesMomentum: ({ cycleMomentum }) => cycleMomentum,
  at(params, period) {
    const start = params.maximum / params.divisor;
    const between = anneals[params.anneal];
    const top = params.warmupFraction * params.totalSteps - 1;
    const last = params.totalSteps - 1;
    const rises = period <= top;
    const share = rises ? (top > 0 ? period / top : 1) : Math.min(1, (period - top) / (last - top));
    const course = (low: number, high: number, end: number): number =>
      rises ? between(low, high, share) : between(high, end, share);
    const { minimumMomentum, maximumMomentum } = params;
    return {
      learningRate: course(start, params.maximum, start / params.finalDivisor),
      ...(params.cycleMomentum && { momentum: course(maximumMomentum, minimumMomentum, maximumMomentum) }),
    };
  },
});
