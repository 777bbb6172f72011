import { mean } from '../../../statistics/values';
import { definedMean } from '../../../metric/segmentation/confusion';
import type { LabelRanking, MultiLabelSummary } from '../../../metric/multi-label/multi-label';
import type { MeasureOf, PartMeasureOf } from '../measures';

/** What was counted of several labels. */
export interface LabelCounts extends MultiLabelSummary, LabelRanking {
  /** Inputs that have each label. */
  readonly support: readonly number[];
  /** From which probability on each label counts as given. */
  readonly thresholds: readonly number[];
}

const given = 'a label is given from its threshold on';

export const MEASURES: readonly MeasureOf<LabelCounts>[] = Object.freeze<MeasureOf<LabelCounts>[]>([
  {
    id: 'map',
    label: 'Mean average precision',
    formula: 'the mean of Σ (Rₙ − Rₙ₋₁) Pₙ over the labels that occur',
    better: 'higher',
    value: (counted) => counted.averagePrecisionPresent,
  },
  {
    id: 'map-micro',
    label: 'Average precision, micro',
    formula: 'Σ (Rₙ − Rₙ₋₁) Pₙ over all answers at once',
    better: 'higher',
    value: (counted) => counted.averagePrecisionMicro,
  },
  {
    id: 'f1-macro',
    label: 'F1, macro',
    formula: `the mean over labels of 2 · hits / (right + given), 0 where that is 0/0; ${given}`,
    better: 'higher',
    value: (counted) => mean(counted.f1),
  },
  {
    id: 'f1-micro',
    label: 'F1, micro',
    formula: `2 · hits / (right + given) over all answers at once; ${given}`,
    better: 'higher',
    value: (counted) => counted.f1Micro,
  },
  {
    id: 'f1-samples',
    label: 'F1, samples',
    formula: `the mean over inputs of the F1 of their labels; ${given}`,
    better: 'higher',
    value: (counted) => counted.f1Samples,
  },
  {
    id: 'subset-accuracy',
    label: 'Subset accuracy',
    formula: `the share of inputs all of whose labels are right; ${given}`,
    better: 'higher',
    value: (counted) => counted.subsetAccuracy,
  },
  {
    id: 'hamming-loss',
    label: 'Hamming loss',
    formula: `the share of wrong answers; ${given}`,
    better: 'lower',
    value: (counted) => counted.hammingLoss,
  },
  {
    id: 'roc-auc-macro',
    label: 'ROC AUC, macro',
    formula: 'the mean area below the ROC curves of the labels that some inputs have and others have not',
    better: 'higher',
    value: (counted) => definedMean(counted.rocAuc),
  },
  {
    id: 'roc-auc-micro',
    label: 'ROC AUC, micro',
    formula: 'the area below the ROC curve of all answers at once',
    better: 'higher',
    value: (counted) => counted.rocAucMicro,
  },
  {
    id: 'coverage-error',
    label: 'Coverage error',
    formula: 'how far down the ranking the last right label stands, on average',
    better: 'lower',
    value: (counted) => counted.coverageError,
  },
  {
    id: 'ranking-loss',
    label: 'Ranking loss',
    formula: 'the share of pairs of a right and a wrong label that are not in order',
    better: 'lower',
    value: (counted) => counted.rankingLoss,
  },
]);

export const PART_MEASURES: readonly PartMeasureOf<LabelCounts>[] = Object.freeze<PartMeasureOf<LabelCounts>[]>([
  {
    id: 'support',
    label: 'Inputs',
    formula: 'inputs that have the label',
    better: 'none',
    value: ({ support }, k) => support[k],
  },
  {
    id: 'threshold',
    label: 'Threshold',
    formula: 'the probability from which on the label counts as given, "thresholds" in the sidecar',
    better: 'none',
    value: ({ thresholds }, k) => thresholds[k],
  },
  {
    id: 'averagePrecision',
    label: 'Average precision',
    formula: 'Σ (Rₙ − Rₙ₋₁) Pₙ; none for a label that no input has',
    better: 'higher',
    value: ({ averagePrecision, support }, k) => (support[k] > 0 ? averagePrecision[k] : NaN),
  },
  {
    id: 'f1',
    label: 'F1',
    formula: `2 · hits / (right + given); ${given}`,
    better: 'higher',
    value: ({ f1 }, k) => f1[k],
  },
  {
    id: 'rocAuc',
    label: 'ROC AUC',
    formula: 'the area below the ROC curve',
    better: 'higher',
    value: ({ rocAuc }, k) => rocAuc[k],
  },
]);

/** Of the labels of one input. */
export interface JudgedLabels {
  readonly f1: number;
  /** Labels that are missing, and that are too many. */
  readonly wrong: number;
}

export const INPUT_MEASURES: readonly MeasureOf<JudgedLabels>[] = Object.freeze<MeasureOf<JudgedLabels>[]>([
  {
    id: 'f1-of-labels',
    label: 'F1 of its labels',
    formula: `2 · right / (true + given), 1 where none is true and none given; ${given}`,
    better: 'higher',
    value: ({ f1, wrong }) => (wrong === 0 ? 1 : f1),
  },
  {
    id: 'wrong-labels',
    label: 'Wrong labels',
    formula: `those that are missing, and those that are too many; ${given}`,
    better: 'lower',
    value: ({ wrong }) => wrong,
  },
]);
