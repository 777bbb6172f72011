import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationSummary, SkippedInput } from '../../../protocol/evaluation';
import { csvPieces } from '../../report/csv';
import { REPORT_FORMATS } from '../../report';
import { evaluationReport } from '../../report/evaluation';
import { writeWhole } from '../files';
import { encodedImages, IMAGES_FILE } from './image-columns';
import { keepPrevious, SUMMARY_FILE } from './previous';
import type { Results } from './results';
import { TABLES } from './tables';
import { TIMINGS_FILE } from './timings';

const JOURNAL = '.lens-journal.jsonl';
const LEFT_BEHIND = /\.\d+\.part$/;

export interface Evaluated {
  readonly summary: EvaluationSummary;
  readonly results: Results;
  readonly skipped: readonly SkippedInput[];
  /** Names of each model's classes. */
  readonly classes: readonly (readonly string[])[];
}

/** The journal of an output folder. */
export const journalOf = (out: string): string => join(out, JOURNAL);

/** Removes what a run that was killed while writing left behind. */
export function clearParts(out: string): void {
  let names: string[];
  try {
    names = readdirSync(out);
  } catch {
    return;
  }
  const own = [...TABLES.map((t) => t.file), TIMINGS_FILE, IMAGES_FILE, SUMMARY_FILE, ...REPORT_FORMATS.map((f) => `report.${f.ending}`)];
  for (const name of names) if (LEFT_BEHIND.test(name) && own.includes(name.replace(LEFT_BEHIND, ''))) rmSync(join(out, name), { force: true });
}

/** Writes every table and report, each whole or not at all; those of an earlier run with another outcome are kept. @throws LensError `disk` */
export function writeResults(out: string, evaluated: Evaluated): void {
  const summary = `${JSON.stringify(evaluated.summary, null, 2)}\n`;
  keepPrevious(out, summary);
  for (const { file, header, rows } of TABLES) {
    const columns = header(evaluated);
    if (columns) writeWhole(join(out, file), csvPieces(columns, rows(evaluated)));
  }
  const report = evaluationReport(evaluated.summary, evaluated.skipped);
  for (const { ending, write } of REPORT_FORMATS) writeWhole(join(out, `report.${ending}`), write(report));
  writeWhole(join(out, IMAGES_FILE), encodedImages(evaluated));
  // Last, so that its presence says that the others are complete.
  writeWhole(join(out, SUMMARY_FILE), summary);
}
