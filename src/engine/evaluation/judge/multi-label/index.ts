import { LensError } from '../../../../protocol/error';
import { LABEL_SET_FORMS } from '../../../dataset/annotation';
import { askedClass } from '../../asked';
import type { JudgedModel } from '../../judged-model';
import type { Judge } from '../judge';
import { finiteLogits } from '../logits';
import { classesFor, openTruthSet, outputNames, unknownLabels, type TruthSource } from '../truth-set';
import { LabelTally } from './label-tally';

const SOURCE: TruthSource<readonly string[], readonly number[]> = {
  forms: LABEL_SET_FORMS,
  without: 'none of its labels is one of the model',
  read(found, model) {
    const occurring = [...found.of.values()].flat();
    const classes = classesFor(model, found, new Set(occurring));
    const unknown = new Map<string, number>();
    for (const label of occurring)
      if (indexIn(label, classes, model) === null) unknown.set(label, (unknown.get(label) ?? 0) + 1);
    return {
      names: outputNames(model, classes.names),
      notes: unknownLabels(unknown, 'labels'),
      truth(labels) {
        const known = labels.map((label) => indexIn(label, classes, model)).filter((index) => index !== null);
        return labels.length > 0 && known.length === 0 ? null : [...new Set(known)].sort((a, b) => a - b);
      },
    };
  },
};

function indexIn(label: string, classes: { indexOf(label: string): number | null }, model: JudgedModel): number | null {
  const index = classes.indexOf(label);
  return index !== null && index < model.classes ? index : null;
}

/** Several labels for each input. A set of exactly one label each is for the judge of classes. */
export const multiLabel: Judge<readonly number[], Float32Array> = {
  tasks: ['multi-label'],
  open(folder, models, options) {
    try {
      const set = openTruthSet(folder, models, options, SOURCE);
      return set.inputs.some(({ truths: [labels] }) => labels.length !== 1) ? set : null;
    } catch (error) {
      // Other ways of keeping labels are known to the judge of classes, which says what is wrong with this one.
      if (error instanceof LensError) return null;
      throw error;
    }
  },
  answer: finiteLogits,
  asked(logits, [first = null], _model, { target }) {
    const likeliest = logits.indexOf(logits.reduce((a, b) => Math.max(a, b)));
    return [{ ...askedClass(target, { label: first, predicted: likeliest }), label: first }];
  },
  columns: () => ['labels', 'given', 'f1', 'wrong'],
  tally: (model, names, capacity) => new LabelTally(names, model, capacity),
};
