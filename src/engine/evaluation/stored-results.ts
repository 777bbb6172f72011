import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fromText } from '../../protocol/csv';
import { LensError } from '../../protocol/error';
import type { EvaluationSummary, SkippedInput } from '../../protocol/evaluation-summary';
import type { StoredResults } from '../../protocol/folder';
import { RESULTS } from '../file/kind';
import { readFile, readText } from '../file/reading';
import { IMAGES_FILE } from './images-file';
import { previousFolder, SUMMARY_FILE } from './previous-results';
import { explanationSeconds } from './timings';

/**
 * A summary and when it was written; null where there is none. @throws LensError `invalid-argument` for a file that is
 * no summary
 */
export function readSummary(folder: string): { summary: EvaluationSummary; finished: number } | null {
  const path = join(folder, SUMMARY_FILE);
  const finished = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (finished === undefined) return null;
  try {
    return { summary: checkedSummary(JSON.parse(readText(path, RESULTS))), finished };
  } catch (error) {
    throw new LensError(
      {
        code: 'invalid-argument',
        what: 'the summary cannot be read',
        where: path,
        next: 'Run the evaluation again; what is done is not computed anew',
      },
      { cause: error },
    );
  }
}

/** The lists of a summary; what is shown of one reads its entries, which must be objects. */
const LISTS = [
  'models',
  'methods',
  'columns',
  'cells',
  'costs',
  'notes',
  'comparisons',
  'pairs',
  'misclassified',
] as const satisfies readonly (keyof EvaluationSummary)[];

/** @throws Error for what was not written by an evaluation */
function checkedSummary(value: unknown): EvaluationSummary {
  const isObject = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null;
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every(isObject);
  if (!isObject(value) || !LISTS.every((name) => isList(value[name]))) throw new Error('it is no summary');
  return value as unknown as EvaluationSummary;
}

/** Results an evaluation has written into a folder; null where there are none. @throws LensError */
export function readResults(out: string): StoredResults | null {
  const stored = readSummary(out);
  if (!stored) return null;
  return {
    ...stored,
    skipped: skippedIn(out),
    seconds: explanationSeconds(out, stored.summary),
    images: existsSync(join(out, IMAGES_FILE)),
    previous: existsSync(join(previousFolder(out), SUMMARY_FILE)),
  };
}

function skippedIn(out: string): SkippedInput[] {
  const path = join(out, 'skipped.csv');
  return existsSync(path) ? parse<SkippedInput>(readFile(path, RESULTS), { columns: true, cast: fromText }) : [];
}
