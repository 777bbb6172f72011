import { join } from 'node:path';
import type { EvaluationSummary } from '../../protocol/evaluation';
import { noVerdicts, type StoredVerdicts } from '../../protocol/map-verdict';
import { REPORT_FORMATS } from '../report';
import { evaluationReport } from '../report/evaluation';
import type { ReportedEvaluation } from '../report/evaluation/reported';
import { writeWhole } from '../report/whole-file';
import { keptFigures } from './kept-figures';
import { columnTitle } from './metric-columns';
import { readVerdicts } from './verdict-file';
import { verdictTable } from './verdict-table';

/** Writes the reports of an evaluation in every form, with what people said of its maps and what metrics did. @throws LensError `disk` */
export function writeReports(out: string, { summary, skipped }: Pick<ReportedEvaluation, 'summary' | 'skipped'>): void {
  const titles = summary.columns.map(columnTitle);
  const report = evaluationReport({
    summary,
    skipped,
    titles,
    verdicts: verdictsFor(out, summary),
    figures: keptFigures(out, summary),
  });
  for (const { ending, write } of REPORT_FORMATS) writeWhole(join(out, `report.${ending}`), write(report));
}

/** Results are not lost to a file of verdicts that somebody broke: the panel says that it cannot be read. */
function verdictsFor(out: string, summary: EvaluationSummary): StoredVerdicts {
  try {
    return verdictTable(readVerdicts(out, summary));
  } catch {
    return noVerdicts;
  }
}
