import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { noVerdicts, type StoredVerdicts } from '../../protocol/map-verdict';
import { pairLines, type PairTable } from '../../protocol/pair-table';
import { REPORT_FORMATS } from '../report';
import { csvPieces } from '../report/csv';
import { evaluationReport } from '../report/evaluation';
import type { ReportedEvaluation } from '../report/evaluation/reported';
import { writeWhole } from '../report/whole-file';
import { keptFigures } from './kept-figures';
import { columnTitle } from './metric-columns';
import { pairTables } from './pair-tables';
import { readVerdicts } from './verdict-file';
import { verdictTable } from './verdict-table';

/** The tables of images and pairs of methods, which reports hold, too. */
export const CORRELATIONS = Object.freeze({ csv: 'correlations.csv', json: 'correlations.json' });

/** Writes the reports of an evaluation in every form, with what people said of its maps and what metrics did. @throws LensError `disk` */
export function writeReports(out: string, { summary, skipped }: Pick<ReportedEvaluation, 'summary' | 'skipped'>): void {
  const titles = summary.columns.map(columnTitle);
  const pairs = pairTables(out, summary);
  const report = evaluationReport({
    summary,
    skipped,
    titles,
    verdicts: verdictsFor(out, summary),
    figures: keptFigures(out, summary),
    pairTables: pairs,
  });
  writePairs(out, pairs);
  for (const { ending, write } of REPORT_FORMATS) writeWhole(join(out, `report.${ending}`), write(report));
}

/** Beside `pairs.csv`, which has a line for every pair, an image is a line here, and models stand side by side. */
function writePairs(out: string, tables: readonly PairTable[]): void {
  if (tables.length === 0) {
    for (const file of Object.values(CORRELATIONS)) rmSync(join(out, file), { force: true });
    return;
  }
  const [head] = pairLines(tables[0]);
  const rows = tables.flatMap((table) =>
    pairLines(table)
      .slice(1)
      .map((line) => [table.measure.id, ...line]),
  );
  writeWhole(join(out, CORRELATIONS.csv), csvPieces(['measure', ...head.map(String)], rows));
  writeWhole(join(out, CORRELATIONS.json), `${JSON.stringify(tables, null, 2)}\n`);
}

/** Results are not lost to a file of verdicts that somebody broke: the panel says that it cannot be read. */
function verdictsFor(out: string, summary: EvaluationSummary): StoredVerdicts {
  try {
    return verdictTable(readVerdicts(out, summary));
  } catch {
    return noVerdicts;
  }
}
