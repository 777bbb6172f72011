import { defineSchedule } from './schedule';

export const constant = defineSchedule({
  id: 'constant',
  label: 'Constant',
  params: [],
  at: (_, __, learningRate) => ({ learningRate }),
});
