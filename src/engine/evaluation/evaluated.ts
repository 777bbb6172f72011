import type { EvaluationSummary, SkippedInput } from '../../protocol/evaluation';
import type { Results } from './results';

/** An evaluation that is to be written. */
export interface Evaluated {
  readonly summary: EvaluationSummary;
  readonly results: Results;
  readonly skipped: readonly SkippedInput[];
  /** Names of each model's classes. */
  readonly classes: readonly (readonly string[])[];
}
