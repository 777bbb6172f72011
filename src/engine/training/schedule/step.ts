import { integer, number } from '../../parameter/kinds';
import { every } from './parameters';
import { defineSchedule } from './schedule';

/** Times gamma after every so many periods. */
export const step = defineSchedule({
  id: 'step',
  label: 'Steps',
  params: [
    integer({ name: 'stepSize', label: 'Periods per step', default: 10, minimum: 1 }),
    number({ name: 'gamma', label: 'Factor', default: 0.1, minimum: 0 }),
    every,
  ],
  at: ({ stepSize, gamma }, period, learningRate) => ({
    learningRate: learningRate * gamma ** Math.floor(period / stepSize),
  }),
});
