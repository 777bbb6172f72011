import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fromText } from '../../protocol/csv';
import { LensError } from '../../protocol/error';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { verdictIds, type EvaluatedMap, type MapVerdict, type VerdictId } from '../../protocol/map-verdict';
import { RESULTS } from '../file/kind';
import { readFile } from '../file/reading';
import { csvPieces } from '../report/csv';
import { writeWhole } from '../report/whole-file';

const FILE = 'verdicts.csv';
const HEADER = ['image', 'model', 'modelHash', 'method', 'target', 'rater', 'verdict'] as const;

/** One line: it names all that the map depends on, so that it says nothing of maps of another model. */
type Line = Readonly<Record<(typeof HEADER)[number], string>>;

/** The verdicts on maps of the results. @throws LensError `invalid-argument` for a file of something else */
export function readVerdicts(out: string, summary: EvaluationSummary): MapVerdict[] {
  return readLines(out).flatMap((line) => {
    const model = summary.models.findIndex(({ hash }) => hash === line.modelHash);
    const method = summary.methods.findIndex(({ name }) => name === line.method);
    const { image, rater, verdict } = line;
    if (model < 0 || method < 0 || line.target !== summary.target || !isVerdict(verdict)) return [];
    return [{ image, model, method, rater, verdict }];
  });
}

/** Gives a rater's verdict on a map in place of an earlier one, or takes it back with null. @throws LensError */
export function writeVerdict(
  out: string,
  summary: EvaluationSummary,
  {
    image,
    model,
    method,
    rater,
    verdict,
  }: EvaluatedMap & { readonly rater: string; readonly verdict: VerdictId | null },
): void {
  const { name, hash } = summary.models[model];
  const map = { image, model: name, modelHash: hash, method: summary.methods[method].name, target: summary.target };
  const others = readLines(out).filter((line) => !isOf(line, { ...map, rater }));
  const lines = verdict === null ? others : [...others, { ...map, rater, verdict }];
  writeWhole(
    join(out, FILE),
    csvPieces(
      HEADER,
      lines.map((line) => HEADER.map((column) => line[column])),
    ),
  );
}

const isVerdict = (text: string): text is VerdictId => (verdictIds as readonly string[]).includes(text);

const isOf = (line: Line, map: Omit<Line, 'verdict'>): boolean =>
  (['image', 'modelHash', 'method', 'target', 'rater'] as const).every((column) => line[column] === map[column]);

function readLines(out: string): Line[] {
  const path = join(out, FILE);
  if (!existsSync(path)) return [];
  const lines = linesOf(path);
  const odd = lines.findIndex((line) => !HEADER.every((column) => line[column]) || !isVerdict(line.verdict));
  if (odd < 0) return lines;
  throw new LensError({
    code: 'invalid-argument',
    what: `the verdicts cannot be read: line ${odd + 2} lacks a column or says none of ${verdictIds.join(', ')}`,
    where: path,
    next: 'Repair or delete the file',
  });
}

function linesOf(path: string): Line[] {
  try {
    return parse<Line>(readFile(path, RESULTS), { columns: true, cast: fromText, bom: true });
  } catch (error) {
    throw new LensError(
      { code: 'invalid-argument', what: 'the verdicts are no table', where: path, next: 'Repair or delete the file' },
      { cause: error },
    );
  }
}
