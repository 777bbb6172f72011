import { LensError } from '../../protocol/error';
import type { Link } from '../../protocol/model';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';

/**
 * The number that is explained, read from the logits [N, classes, …positions].
 * Classifier: the logit of a class. One logit: class 1 has the logit, class 0 its negative.
 * Dense output: the sum over positions of mask × logit of the class (mask: all ones where absent).
 */
export interface Score {
  readonly index: number;
  readonly kind: 'logit' | 'probability';
  /** A softmax where it is absent; of one logit the sigmoid. */
  readonly link?: Link;
  /** One value per position of the dense output. */
  readonly mask?: Float32Array;
}

/** Whether one logit stands for two classes. */
const isPair = (dims: readonly number[], link?: Link): boolean => dims[1] === 1 && link !== 'identity';

/** Where a score is read: class 0 of one logit is the negative of class 1. */
function placeOf(dims: readonly number[], { index, link }: Score): { plane: number; sign: number } {
  return isPair(dims, link) ? { plane: 0, sign: index === 1 ? 1 : -1 } : { plane: index, sign: 1 };
}

/** Numbers that can be explained of logits [N, classes, …]: two where one logit stands for two classes. */
export function scoreCount(dims: readonly number[], link?: Link): number {
  return dims.length < 2 ? 1 : isPair(dims, link) ? 2 : dims[1];
}

/** One score per row of the logits. @throws LensError when the class does not exist */
export function scoresOf(logits: FloatTensor, score: Score): Float64Array {
  const rows = logits.dims[0];
  const rowSize = sizeOf(logits.dims.slice(1));
  const result = new Float64Array(rows);
  for (let n = 0; n < rows; n++) {
    const row = logits.data.subarray(n * rowSize, (n + 1) * rowSize);
    result[n] =
      score.kind === 'probability' ? probabilityOf(row, logits.dims, score) : logitOf(row, logits.dims, score);
  }
  return result;
}

/** The logits [1, classes] of every class, two where one logit stands for two. */
export function logitsOf({ data, dims }: FloatTensor, link?: Link): Float64Array {
  return isPair(dims, link) ? Float64Array.of(-data[0], data[0]) : Float64Array.from(data);
}

function logitOf(row: Float32Array, dims: readonly number[], score: Score): number {
  checkIndex(dims, score);
  const { plane, sign } = placeOf(dims, score);
  const positions = sizeOf(dims.slice(2));
  if (positions === 1) return sign * row[plane];
  let sum = 0;
  for (let p = 0; p < positions; p++) sum += (score.mask ? score.mask[p] : 1) * row[plane * positions + p];
  return sign * sum;
}

/** The probability of a class; of a dense output its mean over the mask. */
function probabilityOf(row: Float32Array, dims: readonly number[], { index, link, mask }: Score): number {
  const positions = sizeOf(dims.slice(2));
  if (positions === 1) return probabilities(row, dims, link)[index];
  let [total, weights] = [0, 0];
  for (let p = 0; p < positions; p++) {
    const weight = mask ? mask[p] : 1;
    if (weight === 0) continue;
    const own = Float32Array.from({ length: dims[1] }, (_, c) => row[c * positions + p]);
    total += weight * probabilities(own, [1, dims[1]], link)[index];
    weights += weight;
  }
  return total / weights;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** What the model says of one row of logits, in double precision: probabilities, or the estimates themselves. */
export function probabilities(row: Float32Array, dims: readonly number[], link: Link = 'softmax'): Float64Array {
  if (link === 'identity') return Float64Array.from(row);
  if (isPair(dims, link)) return Float64Array.of(sigmoid(-row[0]), sigmoid(row[0]));
  if (link === 'sigmoid') return Float64Array.from(row, sigmoid);
  let peak = -Infinity;
  for (const value of row) peak = Math.max(peak, value);
  const exponentials = new Float64Array(row);
  let total = 0;
  for (let k = 0; k < exponentials.length; k++) total += exponentials[k] = Math.exp(exponentials[k] - peak);
  for (let k = 0; k < exponentials.length; k++) exponentials[k] /= total;
  return exponentials;
}

/**
 * d score / d output, [1, classes, …positions]: what flows into the backward pass, from the logits or,
 * for a probability, from the probabilities (the network holds both tensors).
 */
export function outputGradientOf(score: Score, dims: readonly number[]): FloatTensor {
  checkIndex(dims, score);
  const outputGradient = floats([1, ...dims.slice(1)]);
  const { plane, sign } = placeOf(dims, score);
  const positions = sizeOf(dims.slice(2));
  const own = outputGradient.data.subarray(plane * positions, (plane + 1) * positions);
  if (score.mask) own.set(score.mask.map((weight) => sign * weight));
  else own.fill(sign);
  return outputGradient;
}

function checkIndex(dims: readonly number[], { index, link }: Score): void {
  const classes = scoreCount(dims, link);
  if (Number.isInteger(index) && index >= 0 && index < classes) return;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no class ${index}; the model has ${classes}`,
    next: `Choose a target from 0 to ${classes - 1}`,
  });
}
