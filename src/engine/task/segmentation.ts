import { layouts } from '../graph/layout';
import type { Model } from '../graph/model';
import type { Task } from './task';

/** A class at every position. */
export const segmentation: Task = {
  id: 'segmentation',
  label: 'Segmentation',
  recognise({ model, logits: { kind, classes, tensor } }) {
    if (kind !== 'dense') return undefined;
    return liesAlongImage(model, tensor)
      ? `${tensor} has scores of ${classes} classes at every position`
      : `${tensor} is an array of numbers of which no axis lies along the image (key points of a pose or a face are such): its entries are explained as positions`;
  },
};

/** Whether an axis of a tensor runs along the image, as far as the graph tells. */
function liesAlongImage(model: Model, tensor: string): boolean {
  const roles = layouts(model).get(tensor)?.roles ?? [];
  return !roles.includes('channel') || roles.some((role) => role !== 'batch' && role !== 'channel' && role !== null);
}
