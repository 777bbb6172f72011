import type { Measures, WrongInput } from '../../../protocol/training-result';
import type { FoldTask } from '../run/fold-run';
import type { Answers } from '../run/measures';

export const measuresOf = ({ f1, accuracy, loss }: Measures): Measures => ({ f1, accuracy, loss });

/** Inputs by their class and by the one predicted, a row per class. */
export const rowsOf = ({ confusion }: Answers, classes: number): number[][] =>
  Array.from({ length: classes }, (_, c) => Array.from(confusion.subarray(c * classes, (c + 1) * classes)));

/** Inputs that were taken for another class. */
export function wrongOf({ source, samples }: FoldTask['validation'], { predicted }: Answers): WrongInput[] {
  const { names, place, labels, classes } = source.examples;
  return Array.from(samples, (k, n) => ({ k, guess: predicted[n] }))
    .filter(({ k, guess }) => guess !== labels[k])
    .map(({ k, guess }) => ({ input: place + names[k], label: classes[labels[k]], predicted: classes[guess] }));
}
