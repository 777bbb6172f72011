import { askedClass } from '../../asked';
import { finiteLogits } from '../logits';
import type { Judge } from '../judge';
import { openClassSet } from './class-set';
import { ClassTally, predictedOf } from './class-tally';

/** One class for each input. */
export const classification: Judge<number | null, Float32Array> = {
  tasks: ['classification', 'binary', 'multi-label'],
  open: openClassSet,
  answer: finiteLogits,
  asked(logits, label, { link }, { target }) {
    const predicted = predictedOf(logits, link);
    const { target: of, against } = askedClass(target, { label, predicted });
    // One logit tells two classes, and is their difference already.
    return [{ target: of, ...(logits.length > 1 && { against }), label }];
  },
  columns: () => ['label', 'predicted', 'right', 'probability', 'labelProbability'],
  tally: ({ width, link }, names, capacity) => new ClassTally(names, width, link, capacity),
};
