import { CLASSIFIER_MEASURES, accuracy, classifierOutcome } from '../../metric/classification';
import { calibrationError, reliability } from '../../metric/classification/calibration';
import { macroOfAllNamed } from '../../metric/classification/confusion';
import { columnOf, predictionsOf } from '../../metric/classification/predictions';
import {
  averagePrecisionPerClass,
  isClass,
  rocAucOverall,
  rocCurve,
  topAccuracy,
} from '../../metric/classification/ranking';
import type { CaseOutputs, RunCase } from '../adapter';
import { integers, vector } from './arrays';

/** Names of the reference that a measure of the registry answers as it is. */
const MEASURES: Readonly<Record<string, string>> = {
  precisionMicro: 'precision-micro',
  precisionWeighted: 'precision-weighted',
  recallMicro: 'recall-micro',
  recallWeighted: 'recall-weighted',
  f1Micro: 'f1-micro',
  f1Weighted: 'f1-weighted',
  balancedAccuracy: 'balanced-accuracy',
  rocAucMacroOvo: 'roc-auc-pairwise',
  logLoss: 'log-loss',
  brier: 'brier',
  cohenKappa: 'cohen-kappa',
  matthews: 'matthews',
};

export const classification: RunCase = ({ params, expected }, files) => {
  const labels = Array.from(files.array(params.labels).data as ArrayLike<number>, Number);
  const predictions = predictionsOf(files.floats(params.logits), labels);
  const outcome = classifierOutcome(predictions);
  const { scores, matrix, areas } = outcome;
  const outputs: CaseOutputs = {
    accuracy: accuracy(predictions),
    confusionMatrix: integers(matrix, [predictions.classes, predictions.classes]),
    supportPerClass: integers(scores.support),
    rocAucPerClass: vector(areas),
    rocAucMacroOvr: rocAucOverall(areas),
    rocAucWeightedOvr: rocAucOverall(areas, scores.support),
    averagePrecisionPerClass: vector(averagePrecisionPerClass(predictions)),
  };
  for (const kind of ['precision', 'recall', 'f1'] as const) {
    outputs[`${kind}PerClass`] = vector(scores[kind]);
    outputs[`${kind}Macro`] = macroOfAllNamed(scores[kind], scores);
  }
  for (const [name, id] of Object.entries(MEASURES))
    outputs[name] = CLASSIFIER_MEASURES.find((m) => m.id === id)!.measure(outcome);
  for (const name of Object.keys(expected)) {
    const curve = /^rocCurveClass(\d+)(Fpr|Tpr)$/.exec(name);
    const top = /^top(\d+)Accuracy$/.exec(name);
    const ece = /^ece(\d+)$/.exec(name);
    if (curve) {
      const { falsePositiveRate, truePositiveRate } = rocCurve(
        columnOf(predictions, Number(curve[1])),
        isClass(predictions, Number(curve[1])),
      );
      outputs[name] = vector(curve[2] === 'Fpr' ? falsePositiveRate : truePositiveRate);
    }
    if (top) outputs[name] = topAccuracy(predictions, Number(top[1]));
    if (ece) outputs[name] = calibrationError(reliability(predictions, Number(ece[1])));
  }
  return outputs;
};
