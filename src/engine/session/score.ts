import { LensError } from '../../protocol/error';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';

/**
 * The number that is explained, read from the logits [N, classes, …positions].
 * Classifier: the logit of a class. One logit: class 1 has the logit, class 0 its negative.
 * Dense output: the sum over positions of mask × logit of the class (mask: all ones where absent).
 */
export interface Score {
  readonly index: number;
  readonly kind: 'logit' | 'probability';
  /** One value per position of the dense output. */
  readonly mask?: Float32Array;
}

/** Classes of a logits tensor: two where there is one logit. */
export function classCount(dims: readonly number[]): number {
  return dims.length < 2 ? 1 : dims[1] === 1 ? 2 : dims[1];
}

/** One score per row of the logits. @throws LensError when the class does not exist */
export function scoresOf(logits: FloatTensor, score: Score): Float64Array {
  const rows = logits.dims[0];
  const rowSize = sizeOf(logits.dims.slice(1));
  const result = new Float64Array(rows);
  for (let n = 0; n < rows; n++) {
    const row = logits.data.subarray(n * rowSize, (n + 1) * rowSize);
    result[n] =
      score.kind === 'probability' ? probabilities(row, logits.dims)[score.index] : logitOf(row, logits.dims, score);
  }
  return result;
}

function logitOf(row: Float32Array, dims: readonly number[], score: Score): number {
  checkIndex(dims, score.index);
  if (dims[1] === 1) return score.index === 1 ? row[0] : -row[0];
  const positions = sizeOf(dims.slice(2));
  if (positions === 1) return row[score.index];
  let sum = 0;
  for (let p = 0; p < positions; p++) sum += (score.mask ? score.mask[p] : 1) * row[score.index * positions + p];
  return sum;
}

/** Softmax over the classes of one row, in double precision; for one logit the sigmoid pair. */
export function probabilities(row: Float32Array, dims: readonly number[]): Float64Array {
  if (dims[1] === 1) {
    const positive = 1 / (1 + Math.exp(-row[0]));
    return Float64Array.of(1 - positive, positive);
  }
  let peak = -Infinity;
  for (const value of row) peak = Math.max(peak, value);
  const exponentials = Float64Array.from(row, (value) => Math.exp(value - peak));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/**
 * d score / d output, [1, classes, …positions]: what flows into the backward pass, from the logits or,
 * for a probability, from the probabilities (the network holds both tensors).
 */
export function outputGradientOf(score: Score, dims: readonly number[]): FloatTensor {
  checkIndex(dims, score.index);
  const outputGradient = floats([1, ...dims.slice(1)]);
  if (dims[1] === 1) {
    outputGradient.data.fill(score.index === 1 ? 1 : -1);
    return outputGradient;
  }
  const positions = sizeOf(dims.slice(2));
  const plane = outputGradient.data.subarray(score.index * positions, (score.index + 1) * positions);
  if (score.mask) plane.set(score.mask);
  else plane.fill(1);
  return outputGradient;
}

function checkIndex(dims: readonly number[], index: number): void {
  const classes = classCount(dims);
  if (Number.isInteger(index) && index >= 0 && index < classes) return;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no class ${index}; the model has ${classes}`,
    next: `Choose a target from 0 to ${classes - 1}`,
  });
}
