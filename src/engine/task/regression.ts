import type { Task } from './task';

/** Estimates of quantities. */
export const regression: Task = {
  id: 'regression',
  label: 'Estimated values',
  link: 'identity',
  recognise({ logits: { kind, activation, tensor, reason } }) {
    if (kind === 'regression') return reason;
    const isNamed = activation === 'none' && kind !== 'dense' && /^(values?|estimates?|regression)$/i.test(tensor);
    return isNamed ? `the output is called ${tensor}` : undefined;
  },
};
