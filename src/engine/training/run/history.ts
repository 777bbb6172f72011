import { csvLines } from '../../../protocol/csv';
import type { Measures } from './measures';

/** What an epoch has brought. */
export interface EpochMeasures {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** While it learned, augmentation and dropout included; the loss is the one that was followed. */
  readonly training: Measures;
  readonly validation: Measures;
}

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
