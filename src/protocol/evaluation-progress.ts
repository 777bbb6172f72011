import type { MethodSummary, MetricColumn } from './evaluation-summary';

/** Sent while a folder is evaluated. */
export type EvaluationEvent =
  | {
      readonly kind: 'started';
      readonly total: number;
      readonly skipped: number;
      readonly models: readonly string[];
      readonly methods: readonly MethodSummary[];
      /** One for each metric, without its parts. */
      readonly columns: readonly MetricColumn[];
    }
  | EvaluationProgress
  | PartialTable;

export interface EvaluationProgress {
  readonly kind: 'progress';
  readonly done: number;
  readonly total: number;
  readonly skipped: number;
  /** Inputs finished per second of this run; those taken from an earlier run do not count. */
  readonly rate: number;
  /** Null until the rate is known. */
  readonly secondsLeft: number | null;
  readonly image: string;
}

/** Means so far, without intervals. */
export interface PartialTable {
  readonly kind: 'table';
  readonly done: number;
  /** Share of right predictions, per model; null without labels. */
  readonly accuracy: readonly (number | null)[];
  readonly cells: readonly {
    readonly model: number;
    readonly method: number;
    /** Index into the columns that the run began with. */
    readonly column: number;
    readonly mean: number;
    readonly images: number;
  }[];
}
