import { choice, integer, numbers } from '../../parameter/kinds';

/** The sum, or the mean: over all numbers, or by the weights of the labels that count. */
export const reduction = choice({
  name: 'reduction',
  label: 'Reduction',
  choices: [
    { value: 'mean', label: 'Mean' },
    { value: 'sum', label: 'Sum' },
  ],
  default: 'mean',
  advanced: true,
});

export const classWeights = numbers({
  name: 'classWeights',
  label: 'Class weights',
  description: 'How much a sample of each class counts; all alike by default',
  default: null,
  advanced: true,
});

export const ignoreIndex = integer({
  name: 'ignoreIndex',
  label: 'Label that counts as none',
  default: -100,
  advanced: true,
});
