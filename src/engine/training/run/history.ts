import { csvLines } from '../../../protocol/csv';
import type { Measures } from './measures';

/** What an epoch has brought. */
export interface EpochMeasures {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the batches while it learned, augmentation and dropout included. */
  readonly trainingLoss: number;
  readonly validation: Measures;
}

/** The epochs of a fold as a table. */
export const historyCsv = (history: readonly EpochMeasures[]): string =>
  csvLines([
    ['epoch', 'learningRate', 'trainingLoss', 'validationLoss', 'validationAccuracy', 'validationF1'],
    ...history.map(({ epoch, learningRate, trainingLoss, validation }) => [
      epoch,
      learningRate,
      trainingLoss,
      validation.loss,
      validation.accuracy,
      validation.f1,
    ]),
  ]);
