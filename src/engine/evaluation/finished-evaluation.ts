import type { EvaluationSummary, SkippedInput } from '../../protocol/evaluation-summary';
import type { Judge } from './judge/judge';
import type { MetricPart, Results } from './results';

/** An evaluation that is to be written. */
export interface FinishedEvaluation {
  readonly summary: EvaluationSummary;
  /** Of every column of the summary, the number that stands in it. */
  readonly parts: readonly MetricPart[];
  readonly judge: Judge;
  readonly results: Results;
  readonly skipped: readonly SkippedInput[];
  /** Names of each model's classes. */
  readonly classes: readonly (readonly string[])[];
}
