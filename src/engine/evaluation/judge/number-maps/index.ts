import { NUMBER_MAP_FORMS } from '../../../dataset/annotation';
import type { NumberMapTruth } from '../../../dataset/annotation/number-maps';
import { withUnit } from '../../../../protocol/value-difference';
import type { Judge } from '../judge';
import { openTruthSet, outputNames, type TruthSource } from '../truth-set';
import { mapAnswer, type MapAnswer } from './map-answer';
import { MapTally } from './map-tally';

const SOURCE: TruthSource<NumberMapTruth, NumberMapTruth> = {
  forms: NUMBER_MAP_FORMS,
  without: 'it has no map of numbers',
  read: (_found, model) => ({
    names: outputNames(model, model.labels, 'value').map((name, k) => withUnit(name, model.units?.[k])),
    notes: [],
    truth: (map) => map,
  }),
};

/** Numbers at every pixel. */
export const numberMaps: Judge<NumberMapTruth, MapAnswer> = {
  tasks: ['regression'],
  forms: NUMBER_MAP_FORMS,
  open: (folder, models, options) =>
    models.every(({ dense }) => dense) ? openTruthSet(folder, models, options, SOURCE) : null,
  answer: mapAnswer,
  asked: () => [{ target: 0, label: null }],
  columns: () => ['pixels', 'meanAbsoluteError', 'rootMeanSquareError'],
  tally: ({ units }, names) => new MapTally(names, units),
};
