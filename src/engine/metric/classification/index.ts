import { cohenKappaOfCounts } from '../../statistics/agreement';
import { mean } from '../../statistics/values';
import { brier, calibrationError, logLoss, reliability } from './calibration';
import { classScores, confusionMatrix, macro, matthews, weighted, type ClassScores } from './confusion';
import { rocAucOverall, rocAucPairwise, rocAucPerClass, topAccuracy } from './ranking';
import type { Predictions } from './predictions';

/** What every measure of a classifier starts from, computed once. */
export interface ClassifierOutcome {
  readonly predictions: Predictions;
  /** Counts [true class, predicted class], row-major. */
  readonly matrix: Int32Array;
  readonly scores: ClassScores;
  readonly areas: Float64Array;
}

/** One number about a classifier on a labelled set, as scikit-learn defines it unless the formula says otherwise. */
export interface ClassifierMeasure {
  readonly id: string;
  readonly label: string;
  readonly better: 'higher' | 'lower';
  readonly formula: string;
  measure(outcome: ClassifierOutcome): number;
}

const ECE_BINS = 15;

export function classifierOutcome(predictions: Predictions): ClassifierOutcome {
  const matrix = confusionMatrix(predictions);
  return { predictions, matrix, scores: classScores(matrix), areas: rocAucPerClass(predictions) };
}

export function accuracy({ labels, predicted }: Predictions): number {
  return mean(Float64Array.from(labels, (label, n) => (predicted[n] === label ? 1 : 0)));
}

export const CLASSIFIER_MEASURES: readonly ClassifierMeasure[] = Object.freeze<ClassifierMeasure[]>([
  {
    id: 'accuracy',
    label: 'Accuracy',
    better: 'higher',
    formula: 'share of inputs whose most probable class is the true one',
    measure: ({ predictions }) => accuracy(predictions),
  },
  {
    id: 'top-5',
    label: 'Top-5 accuracy',
    better: 'higher',
    formula: 'share of inputs whose true class is among the five most probable',
    measure: ({ predictions }) => topAccuracy(predictions, 5),
  },
  {
    id: 'balanced-accuracy',
    label: 'Balanced accuracy',
    better: 'higher',
    formula: 'mean recall over the classes that have inputs',
    measure: ({ scores }) => macro(scores.recall, scores),
  },
  ...averages('precision', 'Precision', 'hits / predicted (0 for a class never predicted)'),
  ...averages('recall', 'Recall', 'hits / inputs of the class (0 for a class without inputs)'),
  ...averages('f1', 'F1', '2 hits / (predicted + inputs)'),
  {
    id: 'roc-auc',
    label: 'ROC AUC',
    better: 'higher',
    formula: 'area under the ROC curve, each class against the rest, mean over classes',
    measure: ({ areas }) => rocAucOverall(areas),
  },
  {
    id: 'roc-auc-pairwise',
    label: 'ROC AUC (pairs)',
    better: 'higher',
    formula: 'area under the ROC curve, mean over pairs of classes (Hand & Till 2001)',
    measure: ({ predictions }) => rocAucPairwise(predictions),
  },
  {
    id: 'ece',
    label: 'Calibration error',
    better: 'lower',
    formula: 'expected |accuracy − confidence| over 15 equal bins (lo, hi] of the largest probability',
    measure: ({ predictions }) => calibrationError(reliability(predictions, ECE_BINS)),
  },
  {
    id: 'log-loss',
    label: 'Log loss',
    better: 'lower',
    formula: 'mean −ln of the probability of the true class',
    measure: ({ predictions }) => logLoss(predictions),
  },
  {
    id: 'brier',
    label: 'Brier score',
    better: 'lower',
    formula: 'mean Σ (probability − truth)² over the classes',
    measure: ({ predictions }) => brier(predictions),
  },
  {
    id: 'cohen-kappa',
    label: "Cohen's κ",
    better: 'higher',
    formula: '(agreement − chance) / (1 − chance)',
    measure: ({ matrix }) => cohenKappaOfCounts(matrix),
  },
  {
    id: 'matthews',
    label: 'Matthews correlation',
    better: 'higher',
    formula: 'Matthews correlation of several classes (Gorodkin 2004)',
    measure: ({ matrix }) => matthews(matrix),
  },
]);

/** A score of single classes as one number, by each way of averaging. */
function averages(kind: 'precision' | 'recall' | 'f1', label: string, ratio: string): ClassifierMeasure[] {
  return [
    {
      id: `${kind}-macro`,
      label: `${label} (macro)`,
      better: 'higher',
      formula: `mean over the classes that have inputs of ${ratio}`,
      measure: ({ scores }) => macro(scores[kind], scores),
    },
    {
      id: `${kind}-micro`,
      label: `${label} (micro)`,
      better: 'higher',
      formula: `${label} of all decisions together; equals the accuracy where every input has one label`,
      measure: ({ predictions }) => accuracy(predictions),
    },
    {
      id: `${kind}-weighted`,
      label: `${label} (weighted)`,
      better: 'higher',
      formula: `mean over classes of ${ratio}, weighted by their inputs`,
      measure: ({ scores }) => weighted(scores[kind], scores),
    },
  ];
}
