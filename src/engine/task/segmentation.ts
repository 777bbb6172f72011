import type { Task } from './task';

/** A class at every position. */
export const segmentation: Task = {
  id: 'segmentation',
  label: 'Segmentation',
  recognise: ({ logits: { kind, classes, tensor } }) =>
    kind === 'dense' ? `${tensor} has scores of ${classes} classes at every position` : undefined,
};
