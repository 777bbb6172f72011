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
      notes: [...unknownLabels(unknown, 'labels'), ...unnamedLabels(model, found.names, classes.names)],
      truth(labels) {
        const known = labels.map((label) => indexIn(label, classes, model)).filter((index) => index !== null);
        return labels.length > 0 && known.length === 0 ? null : [...new Set(known)].sort((a, b) => a - b);
      },
    };
  },
};

/** Nobody knows which output is which label where neither the model nor a table says so. */
function unnamedLabels(
  { labels }: JudgedModel,
  stated: readonly string[] | undefined,
  taken: readonly string[],
): string[] {
  const isNumbered = taken.every((name) => /^\d+$/.test(name));
  if (labels.length > 0 || stated || isNumbered) return [];
  return [
    `The model does not say what its outputs are called, so they are taken in this order: ${taken.join(', ').slice(0, 200)}. The labels in its sidecar say it.`,
  ];
}

function indexIn(label: string, classes: { indexOf(label: string): number | null }, model: JudgedModel): number | null {
  const index = classes.indexOf(label);
  return index !== null && index < model.classes ? index : null;
}

/** Several labels for each input. A set of exactly one label each is for the judge of classes. */
export const multiLabel: Judge<readonly number[], Float32Array> = {
  tasks: ['multi-label'],
  forms: LABEL_SET_FORMS,
  parts: (labels) => labels,
  open(folder, models, options) {
    try {
      const set = openTruthSet(folder, models, options, SOURCE);
      return set.inputs.some(({ truths: [labels] }) => labels.length !== 1) ? set : null;
    } catch (error) {
      // Other ways of keeping labels are known to the judge of classes, which says what is wrong with one that is named.
      if (error instanceof LensError && (error.code === 'not-found' || options.labelling !== undefined)) return null;
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
