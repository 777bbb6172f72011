import { numbersAtPlaces } from './numbers-at-places';
import type { Task } from './task';

/** Estimates of quantities. */
export const regression: Task = {
  id: 'regression',
  label: 'Estimated values',
  link: 'identity',
  recognise(subject) {
    const { kind, activation, tensor, reason } = subject.logits;
    if (kind === 'dense') return numbersAtPlaces(subject);
    if (kind === 'regression') return reason;
    const isNamed = activation === 'none' && /^(values?|estimates?|regression)$/i.test(tensor);
    return isNamed ? `the output is called ${tensor}` : undefined;
  },
};
