import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SkippedInput } from '../../protocol/evaluation-summary';
import { RESULTS_MARK } from '../dataset/walk';
import { csvPieces } from '../report/csv';
import { REPORT_FORMATS } from '../report';
import { writeWhole } from '../report/whole-file';
import { encodedImages, IMAGES_FILE } from './images-file';
import type { FinishedEvaluation } from './finished-evaluation';
import { isLink, keepPrevious, previousFolder, SUMMARY_FILE } from './previous-results';
import { TABLES } from './csv-tables';
import { SKIPPED_TABLE } from './csv-tables/inputs';
import { CORRELATIONS, writeReports } from './report-files';
import { TIMINGS_FILE } from './timings';

const LEFT_BEHIND = /\.\d+\.part$/;

/** The journal of an output folder. */
export const journalPath = (out: string): string => join(out, RESULTS_MARK);

/** Removes what a run that was killed while writing left behind. */
export function clearParts(out: string): void {
  const own = [
    ...TABLES.map((t) => t.file),
    TIMINGS_FILE,
    IMAGES_FILE,
    SUMMARY_FILE,
    ...Object.values(CORRELATIONS),
    ...REPORT_FORMATS.map((f) => `report.${f.ending}`),
  ];
  for (const folder of [out, previousFolder(out)].filter((one) => existsSync(one) && !isLink(one))) {
    for (const name of readdirSync(folder))
      if (LEFT_BEHIND.test(name) && own.includes(name.replace(LEFT_BEHIND, '')))
        rmSync(join(folder, name), { force: true });
  }
}

/**
 * Writes every table and report, each whole or not at all, and removes tables of earlier runs that this one has not;
 * those of an earlier run with another outcome are kept. @throws LensError `disk`
 */
export function writeResults(out: string, evaluated: FinishedEvaluation): void {
  const summary = `${JSON.stringify(evaluated.summary, null, 2)}\n`;
  keepPrevious(out, summary);
  for (const { file, header, rows } of TABLES) {
    const columns = header(evaluated);
    if (columns) writeWhole(join(out, file), csvPieces(columns, rows(evaluated)));
    else rmSync(join(out, file), { force: true });
  }
  writeReports(out, evaluated);
  writeWhole(join(out, IMAGES_FILE), encodedImages(evaluated));
  // Last, so that its presence says that the others are complete.
  writeWhole(join(out, SUMMARY_FILE), summary);
}

/** Writes why files take no part, where none does. @throws LensError `disk` */
export function writeSkipped(out: string, skipped: readonly SkippedInput[]): void {
  writeWhole(join(out, SKIPPED_TABLE.file), csvPieces(SKIPPED_TABLE.header(), SKIPPED_TABLE.rows({ skipped })));
}
