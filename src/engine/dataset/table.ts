import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { LensError } from '../../protocol/error';

/** One line of a table of labels. */
export interface LabelRow {
  readonly image: string;
  readonly label: string;
  /** A mask file, relative to the table. */
  readonly mask?: string;
}

/** Headings by which a column is known, in order of preference. */
const IMAGE_COLUMNS = ['image', 'file', 'filename', 'file_name', 'path', 'name', 'input', 'id'];
const LABEL_COLUMNS = ['label', 'class', 'target', 'category', 'y', 'class_name', 'label_name'];
const MASK_COLUMNS = ['mask', 'segmentation', 'mask_file'];

/**
 * Rows of a CSV, TSV or JSON file: columns image, label and perhaps mask, by their headings or in that order;
 * in JSON a list of such objects, or an object from image to label.
 * Null where the file holds something else.
 * @throws LensError `invalid-argument` when a CSV file cannot be parsed
 */
export function readTable(root: string, name: string): LabelRow[] | null {
  const path = join(root, name);
  const text = readFileSync(path, 'utf8');
  return extname(name).toLowerCase() === '.json' ? fromJson(text) : fromLines(text, extname(name).toLowerCase() === '.tsv' ? '\t' : [',', ';'], path);
}

function fromLines(text: string, delimiter: string | string[], where: string): LabelRow[] | null {
  let rows: string[][];
  try {
    rows = parse(text, { delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, comment: '#', comment_no_infix: true }) as string[][];
  } catch (error) {
    throw new LensError({ code: 'invalid-argument', what: `the table cannot be read (${(error as Error).message})`, where, next: 'Save it with the columns image,label' }, { cause: error });
  }
  if (rows.length === 0 || rows[0].length < 2) return null;
  const headings = rows[0].map((cell) => cell.toLowerCase());
  const found = [IMAGE_COLUMNS, LABEL_COLUMNS, MASK_COLUMNS].map((names) => columnOf(headings, names));
  const [image, label, mask] = found[0] >= 0 && found[1] >= 0 ? found : [0, 1, rows[0].length > 2 ? 2 : -1];
  const body = found[0] >= 0 && found[1] >= 0 ? rows.slice(1) : rows;
  return body.filter((row) => row[image]).map((row) => ({ image: row[image], label: row[label] ?? '', mask: row[mask] || undefined }));
}

function columnOf(headings: readonly string[], names: readonly string[]): number {
  return names.map((name) => headings.indexOf(name)).find((column) => column >= 0) ?? -1;
}

function fromJson(text: string): LabelRow[] | null {
  const content = parsed(text);
  if (Array.isArray(content)) {
    const rows = content.map(rowOf);
    return rows.length > 0 && rows.every((row) => row !== null) ? rows : null;
  }
  if (typeof content !== 'object' || content === null) return null;
  const entries = Object.entries(content);
  if (entries.length === 0 || !entries.every(([, label]) => typeof label === 'string' || typeof label === 'number')) return null;
  return entries.map(([image, label]) => ({ image, label: String(label) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same as JSON about something else: the folder has no such table.
    return null;
  }
}

function rowOf(entry: unknown): LabelRow | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const fields = Object.fromEntries(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  const [image, label, mask] = [IMAGE_COLUMNS, LABEL_COLUMNS, MASK_COLUMNS].map((names) => names.map((n) => fields[n]).find((v) => v !== undefined && v !== null));
  return typeof image === 'string' && (typeof label === 'string' || typeof label === 'number')
    ? { image, label: String(label), mask: typeof mask === 'string' ? mask : undefined }
    : null;
}
