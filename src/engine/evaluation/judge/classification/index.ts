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
    return [{ target: target === 'label' ? (label ?? predicted) : predicted, label }];
  },
  columns: () => ['label', 'predicted', 'right', 'probability', 'labelProbability'],
  tally: ({ width, link }, names, capacity) => new ClassTally(names, width, link, capacity),
};
