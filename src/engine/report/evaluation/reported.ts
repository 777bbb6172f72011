import type { EvaluationSummary, SkippedInput } from '../../../protocol/evaluation-summary';
import type { StoredVerdicts } from '../../../protocol/map-verdict';
import type { PairTable } from '../../../protocol/pair-table';
import type { ReportFigure } from '../table';

/** What a report of an evaluation is made from. */
export interface ReportedEvaluation {
  readonly summary: EvaluationSummary;
  readonly skipped: readonly SkippedInput[];
  /** Of the summary's columns, with the parameters that are not defaults. */
  readonly titles: readonly string[];
  /** What people said of its maps. */
  readonly verdicts: StoredVerdicts;
  /** What metrics did, as far as somebody wanted it shown. */
  readonly figures: readonly ReportFigure[];
  /** How alike methods are on every image. */
  readonly pairTables: readonly PairTable[];
}
