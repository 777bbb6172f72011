import type { EvaluationEvent } from './evaluation-progress';

/** What becomes of a part of a run on many machines; a part that stopped between two inputs waits again. */
export type PartState = 'waiting' | 'running' | 'done' | 'failed';

export interface PartReport {
  /** From 1. */
  readonly number: number;
  readonly state: PartState;
  /** Inputs, or epochs of a training. */
  readonly done: number;
  /** Those that fall to it; null until it has begun. */
  readonly total: number | null;
  /** Inputs per second; 0 unless it runs. */
  readonly rate: number;
  /** Why it failed; null otherwise. */
  readonly error: string | null;
}

/** How far the parts of a run are, as they and the cluster tell. */
export interface RunReport {
  readonly kind: 'evaluation' | 'training';
  readonly parts: readonly PartReport[];
  readonly done: number;
  /** Null while a part has not begun. */
  readonly total: number | null;
  readonly skipped: number;
  /** Inputs per second of all parts together. */
  readonly rate: number;
  /** The folder of inputs; null until a part has begun. */
  readonly folder: string | null;
  /** The array of the cluster that can be cancelled; null where no part waits or runs in one. */
  readonly array: string | null;
  /** Whether the results of all parts have been put together since they ended. */
  readonly merged: boolean;
}

/** What the folds of a network that have ended came to: means of their accuracies, null where there are none. */
export interface TrainedSoFar {
  /** As its files are called: with the size behind it where there is a curve. */
  readonly network: string;
  readonly folds: number;
  readonly validation: number | null;
  readonly test: number | null;
}

export interface PartsCalls {
  /** How far a run in parts is; null where the folder of results has none. */
  'parts.report': { arguments: { out: string }; answer: RunReport | null; event: never };
  /** What the parts of an evaluation have found by now, from their journals, without running a model. */
  'parts.table': { arguments: { out: string }; answer: null; event: EvaluationEvent };
  /** What the parts of a training have come to by now. */
  'parts.folds': { arguments: { out: string }; answer: readonly TrainedSoFar[]; event: never };
  /** Puts the results of all parts together, which have ended. */
  'parts.merge': { arguments: { out: string }; answer: null; event: EvaluationEvent };
  /** Takes the parts that wait and run, and what would merge them, off the cluster. */
  'parts.cancel': { arguments: { out: string }; answer: null; event: never };
}
