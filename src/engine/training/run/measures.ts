import { classScores, confusionMatrix, macroOfAllNamed } from '../../metric/classification/confusion';
import { predictionsOf } from '../../metric/classification/predictions';
import { logLoss } from '../../metric/classification/calibration';
import type { Measures } from '../../../protocol/training-result';
import type { FloatTensor } from '../../tensor/tensor';

export interface Answers extends Measures {
  /** [true class, predicted class], row-major. */
  readonly confusion: Int32Array;
  readonly predicted: Int32Array;
}

/** @param logits [N, classes] */
export function measured(logits: FloatTensor, labels: Int32Array): Answers {
  const predictions = predictionsOf(logits, labels, 'softmax');
  const confusion = confusionMatrix(predictions);
  const scores = classScores(confusion);
  const hits = predictions.predicted.reduce((sum, label, n) => sum + (label === labels[n] ? 1 : 0), 0);
  return {
    f1: macroOfAllNamed(scores.f1, scores),
    accuracy: hits / labels.length,
    loss: logLoss(predictions),
    confusion,
    predicted: predictions.predicted,
  };
}
