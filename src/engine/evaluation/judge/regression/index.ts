import { NUMBER_FORMS } from '../../../dataset/annotation';
import { withUnit } from '../../../../protocol/value-difference';
import type { Judge } from '../judge';
import { finiteLogits } from '../logits';
import { openTruthSet, outputNames, type TruthSource } from '../truth-set';
import { NumberTally } from './number-tally';

const SOURCE: TruthSource<readonly number[], readonly number[]> = {
  forms: NUMBER_FORMS,
  without: 'it has not a number for each output of the model',
  read: ({ names = [] }, model) => ({
    names: outputNames(model, model.labels.length > 0 ? model.labels : names, 'value').map((name, k) =>
      withUnit(name, model.units?.[k]),
    ),
    notes: [],
    truth: (numbers) => (numbers.length === model.classes ? numbers : null),
  }),
};

/** Numbers for each input. */
export const regression: Judge<readonly number[], Float32Array> = {
  tasks: ['regression'],
  forms: NUMBER_FORMS,
  open: (folder, models, options) =>
    models.some(({ dense }) => dense) ? null : openTruthSet(folder, models, options, SOURCE),
  answer: finiteLogits,
  asked: () => [{ target: 0, label: null }],
  columns: (names) => names.flatMap((name) => [`${name} truth`, `${name} predicted`, `${name} error`]),
  tally: ({ units }, names, capacity) => new NumberTally({ names, units }, capacity),
};
