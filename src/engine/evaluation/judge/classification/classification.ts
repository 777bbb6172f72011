import type { ClassificationSummary } from '../../../../protocol/evaluation-summary';
import { CLASSIFIER_MEASURES, classifierOutcome } from '../../../metric/classification';
import { reliability } from '../../../metric/classification/calibration';
import type { Predictions } from '../../../metric/classification/predictions';
import { meanOf } from '../../averaging';

const BARS = 15;
/** Pairwise areas of more classes would take longer than everything else. */
const MOST_CLASSES_IN_PAIRS = 50;
const PAIRWISE = 'roc-auc-pairwise';

/** How good a model is, as scikit-learn counts it; null without labels. */
export function classificationOf(
  predictions: Predictions,
  names: readonly string[],
  seed: number,
): ClassificationSummary | null {
  if (predictions.labels.includes(-1)) return null;
  const outcome = classifierOutcome(predictions);
  const { scores, matrix, areas } = outcome;
  const { classes, predicted, labels } = predictions;
  const measured = CLASSIFIER_MEASURES.filter(({ id }) => id !== PAIRWISE || classes <= MOST_CLASSES_IN_PAIRS);
  return {
    measures: measured.map(({ id, label, formula, better, measure }) => ({
      id,
      label,
      formula,
      better,
      value: finite(measure(outcome)),
    })),
    accuracy: meanOf(
      Float64Array.from(labels, (label, n) => (predicted[n] === label ? 1 : 0)),
      seed,
    ),
    classes: Array.from({ length: classes }, (_, k) => ({
      name: names[k],
      support: scores.support[k],
      precision: scores.precision[k],
      recall: scores.recall[k],
      f1: scores.f1[k],
      rocAuc: finite(areas[k]),
    })),
    confusion: Array.from({ length: classes }, (_, k) => Array.from(matrix.subarray(k * classes, (k + 1) * classes))),
    reliability: reliability(predictions, BARS).map((bar) => ({
      ...bar,
      confidence: finite(bar.confidence),
      accuracy: finite(bar.accuracy),
    })),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
