import { extname } from 'node:path';
import { csvCells } from '../file/csv';
import { parsedJson } from '../file/json';
import { ANNOTATIONS, TABLE } from '../file/kind';
import { readText } from '../file/reading';

/** Columns that an error names. */
const MOST_NAMED = 8;

/** Headings as an error names them. */
export const headingList = (headings: readonly string[]): string =>
  headings
    .slice(0, MOST_NAMED)
    .map((heading) => heading.slice(0, 30))
    .join(', ') + (headings.length > MOST_NAMED ? `, and ${headings.length - MOST_NAMED} more` : '');

/** The rows of a CSV, TSV or JSON file, the headings first. @throws LensError where it cannot be read */
export function tableCells(path: string): string[][] {
  const ending = extname(path).toLowerCase();
  if (ending === '.json') return fromObjects(parsedJson(readText(path, ANNOTATIONS), path, ANNOTATIONS.name));
  return csvCells(readText(path, TABLE), path, TABLE.name, ending === '.tsv' ? '\t' : undefined);
}

/** A list of objects, the fields of the first as columns; lists in them as `a;b`. */
function fromObjects(content: unknown): string[][] {
  if (!Array.isArray(content) || !content.every((one) => typeof one === 'object' && one !== null)) return [];
  const headings = Object.keys((content[0] as object | undefined) ?? {});
  return [headings, ...content.map((one: Record<string, unknown>) => headings.map((heading) => cellOf(one[heading])))];
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellOf).join(';');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
