import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { LensError } from '../../protocol/error';
import { columnsOf, type Evidence, IMAGE_COLUMNS, LABEL_COLUMNS, MASK_COLUMNS } from './columns';
import { readJson } from './json-file';

/** One line of a table of labels. */
export interface LabelRow {
  readonly image: string;
  readonly label: string;
  /** A mask file, relative to the table. */
  readonly mask?: string;
}

export interface LabelTable {
  readonly rows: readonly LabelRow[];
  readonly evidence: Evidence;
}

/**
 * A CSV, TSV or JSON file: columns image, label and perhaps mask, by their headings or in that order;
 * in JSON a list of such objects, or an object from image to label.
 * Null where the file holds something else.
 * @throws LensError `invalid-argument` when a CSV file cannot be read or parsed
 */
export function readTable(root: string, name: string): LabelTable | null {
  const path = join(root, name);
  const ending = extname(name).toLowerCase();
  if (ending !== '.json') return fromLines(path, ending === '.tsv' ? '\t' : [',', ';']);
  const rows = fromJson(readJson(path));
  return rows && { rows, evidence: 'heading' };
}

function fromLines(path: string, delimiter: string | string[]): LabelTable | null {
  const rows = cellsOf(path, delimiter);
  if (rows.length === 0 || rows[0].length < 2) return null;
  const { image, label, mask, headed, evidence } = columnsOf(rows);
  const body = (headed ? rows.slice(1) : rows).filter((row) => row[image]);
  return {
    rows: body.map((row) => ({ image: row[image], label: row[label] ?? '', mask: row[mask] || undefined })),
    evidence,
  };
}

function cellsOf(path: string, delimiter: string | string[]): string[][] {
  try {
    return parse(readFileSync(path), {
      delimiter,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      comment: '#',
      comment_no_infix: true,
    }) as string[][];
  } catch (error) {
    throw new LensError(
      {
        code: 'invalid-argument',
        what: `the table cannot be read (${(error as Error).message})`,
        where: path,
        next: 'Save it with the columns image,label',
      },
      { cause: error },
    );
  }
}

function fromJson(content: unknown): LabelRow[] | null {
  if (Array.isArray(content)) {
    const rows = content.map(rowOf);
    return rows.length > 0 && rows.every((row) => row !== null) ? rows : null;
  }
  if (typeof content !== 'object' || content === null) return null;
  const entries = Object.entries(content);
  if (entries.length === 0 || !entries.every(([, label]) => typeof label === 'string' || typeof label === 'number'))
    return null;
  return entries.map(([image, label]) => ({ image, label: String(label) }));
}

function rowOf(entry: unknown): LabelRow | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const fields = Object.fromEntries(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  const [image, label, mask] = [IMAGE_COLUMNS, LABEL_COLUMNS, MASK_COLUMNS].map((names) =>
    names.map((n) => fields[n]).find((v) => v !== undefined && v !== null),
  );
  return typeof image === 'string' && (typeof label === 'string' || typeof label === 'number')
    ? { image, label: String(label), mask: typeof mask === 'string' ? mask : undefined }
    : null;
}
