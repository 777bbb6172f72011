import type { Values } from '../../statistics/values';
import type { Link } from '../../../protocol/model';
import { probabilities as probabilitiesOf, scoreCount } from '../../session/score';
import type { FloatTensor } from '../../tensor/tensor';

/** The answers of a classifier to labelled inputs. */
export interface Predictions {
  readonly count: number;
  readonly classes: number;
  /** The true class per input. */
  readonly labels: Int32Array;
  /** Of a softmax or of a sigmoid each, [count, classes]. */
  readonly probabilities: Float64Array;
  /** The class of largest probability per input, the first among equals. */
  readonly predicted: Int32Array;
}

/** @param logits [N, classes], or [N, 1] of a binary classifier: class 1 has the logit */
export function predictionsOf(logits: FloatTensor, labels: Values, link?: Link): Predictions {
  const [count, width] = logits.dims;
  const classes = scoreCount(logits.dims, link);
  const probabilities = new Float64Array(count * classes);
  const predicted = new Int32Array(count);
  for (let n = 0; n < count; n++) {
    const row = probabilitiesOf(logits.data.subarray(n * width, (n + 1) * width), logits.dims, link);
    probabilities.set(row, n * classes);
    predicted[n] = largest(row);
  }
  return { count, classes, labels: Int32Array.from(labels), probabilities, predicted };
}

/** The place of the largest value, the first among equals. */
function largest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** The probability of one class for every input. */
export function columnOf({ count, classes, probabilities }: Predictions, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => probabilities[n * classes + column]);
}
