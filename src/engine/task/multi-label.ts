import type { Task } from './task';

/** Labels that stand beside each other, each with a probability of its own. */
export const multiLabel: Task = {
  id: 'multi-label',
  label: 'Several labels',
  link: 'sigmoid',
  recognise: ({ logits: { kind, reason } }) => (kind === 'multilabel' ? reason : undefined),
};
