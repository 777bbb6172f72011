import type { Task } from './task';

/** One number for two classes. */
export const binary: Task = {
  id: 'binary',
  label: 'Two classes',
  recognise: ({ logits: { kind, reason } }) => (kind === 'binary' ? reason : undefined),
};
