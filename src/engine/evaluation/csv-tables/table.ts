import type { CsvValue } from '../../../protocol/csv';
import type { FinishedEvaluation } from '../finished-evaluation';

/** A CSV file of an evaluation. */
export interface CsvTable {
  readonly file: string;
  /** Null where there is nothing to list. */
  header(evaluated: FinishedEvaluation): readonly string[] | null;
  rows(evaluated: FinishedEvaluation): Iterable<readonly CsvValue[]>;
}
