import type { Task } from './task';

/** One class of several, each image has one. */
export const classification: Task = {
  id: 'classification',
  label: 'Classification',
  recognise: ({ logits: { kind, reason } }) => (kind === 'classification' ? reason : undefined),
};
