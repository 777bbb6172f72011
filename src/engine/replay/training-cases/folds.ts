import {
  classScores,
  confusionMatrix,
  macroOfAllNamed,
  weighted,
  type ClassScores,
} from '../../metric/classification/confusion';
import { mean, standardDeviation, sum } from '../../statistics/values';
import type { Tensor } from '../../tensor/tensor';
import { foldsOf } from '../../training/split/folds';
import type { RunCase } from '../adapter';
import { integers, matrix, vector } from '../metric-cases/arrays';

const numbers = ({ data }: Tensor): Int32Array => Int32Array.from(data as ArrayLike<number>, Number);

/** The mean over all classes, or over those that occur. */
const macros: Readonly<Record<string, (scores: ClassScores) => number>> = {
  all: ({ f1 }) => mean(f1),
  present: (scores) => macroOfAllNamed(scores.f1, scores),
};

/** How samples are dealt out to folds, and F1 on the test part of each. */
export const folds: RunCase = ({ params, targets, predictions }, files) => {
  const { folds: count, classes, stratified, shuffle, seed = 0, averageOver = 'all' } = params;
  const labels = numbers(files.array(targets as string));
  const fold = foldsOf(labels, { folds: count, stratified, ...(shuffle && { seed }) });
  const predicted = predictions === undefined ? labels : numbers(files.array(predictions));
  const parts = Array.from({ length: count as number }, (_, f) => {
    const inside = (_: number, n: number): boolean => fold[n] === f;
    const [own, told] = [labels.filter(inside), predicted.filter(inside)];
    const counts = confusionMatrix({ classes, labels: own, predicted: told });
    return { scores: classScores(counts), accuracy: mean(own.map((label, n) => (label === told[n] ? 1 : 0))) };
  });
  const macroF1 = parts.map(({ scores }) => macros[averageOver](scores));
  return {
    fold: integers(fold),
    counts: integers(
      parts.flatMap(({ scores }) => Array.from(scores.support)),
      [count, classes],
    ),
    f1PerClass: matrix(parts.map(({ scores }) => scores.f1)),
    macroF1: vector(macroF1),
    // Each sample has one label: what one class misses another finds too much.
    microF1: vector(parts.map(({ accuracy }) => accuracy)),
    weightedF1: vector(parts.map(({ scores }) => (sum(scores.support) > 0 ? weighted(scores.f1, scores) : 0))),
    macroF1Mean: mean(macroF1),
    macroF1Deviation: standardDeviation(macroF1),
  };
};
