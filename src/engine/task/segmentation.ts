import { numbersAtPlaces } from './numbers-at-places';
import type { Task } from './task';

/** A class at every position. */
export const segmentation: Task = {
  id: 'segmentation',
  label: 'Segmentation',
  recognise(subject) {
    const { kind, classes, tensor, single, activation } = subject.logits;
    if (kind !== 'dense' || numbersAtPlaces(subject) !== undefined) return undefined;
    return single && activation === 'none'
      ? `${tensor} has one number at every position, which is read as the logit of two classes; "outputKind": "values" in the sidecar says that it is an estimate, such as depth`
      : `${tensor} has scores of ${classes} classes at every position`;
  },
};
