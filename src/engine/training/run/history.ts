import { csvLines } from '../../../protocol/csv';
import type { EpochMeasures } from '../../../protocol/training-result';

const NAMES = ['Loss', 'Accuracy', 'F1'];

/** The epochs of a fold as a table. */
export const historyCsv = (history: readonly EpochMeasures[]): string =>
  csvLines([
    ['epoch', 'learningRate', ...['training', 'validation'].flatMap((part) => NAMES.map((name) => part + name))],
    ...history.map(({ epoch, learningRate, training, validation }) => [
      epoch,
      learningRate,
      ...[training, validation].flatMap(({ loss, accuracy, f1 }) => [loss, accuracy, f1]),
    ]),
  ]);
