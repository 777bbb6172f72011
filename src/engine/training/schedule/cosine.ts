import { integer, number } from '../../parameter/kinds';
import { every } from './parameters';
import { defineSchedule } from './schedule';

/** Down to a minimum along half a wave (Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983). */
export const cosine = defineSchedule({
  id: 'cosine',
  label: 'Cosine',
  params: [
    integer({ name: 'period', label: 'Periods until the minimum', default: 100, minimum: 1 }),
    number({ name: 'minimum', label: 'Lowest rate', default: 0, minimum: 0 }),
    every,
  ],
  at: ({ period: length, minimum }, period, learningRate) => ({
    learningRate: minimum + ((learningRate - minimum) * (1 + Math.cos((Math.PI * period) / length))) / 2,
  }),
});
