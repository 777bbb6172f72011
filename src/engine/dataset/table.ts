import { extname } from 'node:path';
import { LensError } from '../../protocol/error';
import { csvCells } from '../file/csv';
import { parsedJson } from '../file/json';
import { ANNOTATIONS, TABLE } from '../file/kind';
import { readText } from '../file/reading';
import { columnsOf, spread, type Evidence, type TableContext } from './columns';
import { cellsOfRecords } from './json-records';
import { rowsInJson } from './json-table';
import { jsonLines } from './table-cells';
import type { LabelRow } from './label-row';

export interface LabelTable {
  readonly rows: readonly LabelRow[];
  readonly evidence: Evidence;
  /** What the column of labels is called; null where it has no heading. */
  readonly column: string | null;
  /** Other columns that may as well be meant. */
  readonly rivals: readonly string[];
}

/** How a table of each ending is read; a text has an image and a label on every line, with spaces between. */
const READERS: ReadonlyMap<string, (path: string, context: TableContext, column?: string) => LabelTable | null> =
  new Map(
    Object.entries({
      '.json': (path: string, context: TableContext, column?: string) =>
        fromJson(parsedJson(readText(path, ANNOTATIONS), path, ANNOTATIONS.name), path, context, column),
      '.jsonl': (path: string, context: TableContext, column?: string) =>
        fromJson(jsonLines(path), path, context, column),
      '.csv': (path: string, context: TableContext, column?: string) =>
        fromRows(csvCells(readText(path, TABLE), path, TABLE.name), path, context, column),
      '.tsv': (path: string, context: TableContext, column?: string) =>
        fromRows(csvCells(readText(path, TABLE), path, TABLE.name, '\t'), path, context, column),
      '.txt': (path: string, context: TableContext) => fromRows(spacedCells(readText(path, TABLE)), path, context),
    }),
  );

/**
 * A table of labels: columns image, label and perhaps mask, by what stands in and over them; in JSON a list of such
 * objects, or an object from image to label. Null where the file holds something else.
 * @param column heading of the labels, where a person named it
 * @throws LensError `invalid-argument` when the file cannot be read or parsed, or several columns may be meant
 */
export function readTable(path: string, context: TableContext, column?: string): LabelTable | null {
  return READERS.get(extname(path).toLowerCase())?.(path, context, column) ?? null;
}

function fromRows(
  rows: readonly (readonly string[])[],
  path: string,
  context: TableContext,
  column?: string,
): LabelTable | null {
  if (rows.length === 0 || rows[0].length < 2) return null;
  const columns = columnsOf(rows, context, column);
  if ('candidates' in columns)
    throw new LensError({
      code: 'invalid-argument',
      what:
        column === undefined
          ? `several columns of the table may hold the labels: ${named(columns.candidates)}`
          : `the table has no column ${column.slice(0, 60)}; there are ${named(columns.candidates)}`,
      where: path,
      next: 'Name the column behind the file: table:FILE#COLUMN',
    });
  const { image, mask, headed, labelOf, evidence, heading, rivals } = columns;
  const body = (headed ? rows.slice(1) : rows).filter((row) => row[image]);
  return {
    rows: body.map((row) => ({ image: row[image], label: labelOf(row), mask: row[mask] || undefined })),
    evidence,
    column: heading,
    rivals,
  };
}

const MOST_NAMED = 8;
const named = (headings: readonly string[]): string =>
  headings
    .slice(0, MOST_NAMED)
    .map((heading) => heading.slice(0, 30) || '(no heading)')
    .join(', ') + (headings.length > MOST_NAMED ? `, and ${headings.length - MOST_NAMED} more` : '');

/** Labels in the plain forms, else in records that name images: JSON may be about anything. */
function fromJson(content: unknown, path: string, context: TableContext, column?: string): LabelTable | null {
  const rows = rowsInJson(content);
  if (rows && column === undefined) return { rows, evidence: 'heading', column: null, rivals: [] };
  const cells = cellsOfRecords(content);
  const [, ...records] = cells;
  if (!spread(records).some((row) => row.some((cell) => cell !== '' && context.inputOf(cell) !== null))) return null;
  return fromRows(cells, path, context, column);
}

/** Lines such as `val/a b.jpg 65`: the last word is the label. */
function spacedCells(text: string): string[][] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
      return at < 0 ? [line] : [line.slice(0, at).trim(), line.slice(at + 1)];
    });
}
