import type { Values } from '../../statistics/values';
import { probabilities as probabilitiesOf } from '../../session/score';
import type { FloatTensor } from '../../tensor/tensor';

/** The answers of a classifier to labelled inputs. */
export interface Predictions {
  readonly count: number;
  readonly classes: number;
  /** The true class per input. */
  readonly labels: Int32Array;
  /** Softmax probabilities, [count, classes]. */
  readonly probabilities: Float64Array;
  /** The class of largest probability per input, the first among equals. */
  readonly predicted: Int32Array;
}

/** @param logits [N, classes], or [N, 1] of a binary classifier: class 1 has the logit */
export function predictionsOf(logits: FloatTensor, labels: Values): Predictions {
  const [count, width] = logits.dims;
  const classes = width === 1 ? 2 : width;
  const probabilities = new Float64Array(count * classes);
  const predicted = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const row = probabilitiesOf(logits.data.subarray(n * width, (n + 1) * width), logits.dims);
    probabilities.set(row, n * classes);
    predicted[n] = row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  }
  return { count, classes, labels: Int32Array.from(labels), probabilities, predicted };
}

/** The probability of one class for every input. */
export function columnOf({ count, classes, probabilities }: Predictions, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => probabilities[n * classes + column]);
}
