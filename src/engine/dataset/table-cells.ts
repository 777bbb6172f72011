import { extname } from 'node:path';
import { csvCells } from '../file/csv';
import { parsedJson } from '../file/json';
import { ANNOTATIONS, TABLE } from '../file/kind';
import { readText } from '../file/reading';
import { isInput } from './endings';
import { cellsInJson } from './json-cells';

/** Columns that an error names. */
const MOST_NAMED = 8;

/** Headings as an error names them. */
export const headingList = (headings: readonly string[]): string =>
  headings
    .slice(0, MOST_NAMED)
    .map((heading) => heading.slice(0, 30))
    .join(', ') + (headings.length > MOST_NAMED ? `, and ${headings.length - MOST_NAMED} more` : '');

/** Texts that list inputs, each line with what is said of one. */
const TEXTS = new Set(['.txt', '.lst']);
export const isTextList = (path: string): boolean => TEXTS.has(extname(path).toLowerCase());

/** The rows of a CSV, TSV, JSON, JSONL or text file, the headings first. @throws LensError where it cannot be read */
export function tableCells(path: string): string[][] {
  const ending = extname(path).toLowerCase();
  if (ending === '.json') return cellsInJson(parsedJson(readText(path, ANNOTATIONS), path, ANNOTATIONS.name));
  if (ending === '.jsonl') return cellsInJson(jsonLines(path));
  if (isTextList(path)) return spacedRows(readText(path, TABLE));
  return csvCells(readText(path, TABLE), path, TABLE.name, ending === '.tsv' ? '\t' : undefined);
}

/** The values of a file with one on each line. @throws LensError that names the line */
export function jsonLines(path: string): unknown[] {
  const lines = readText(path, ANNOTATIONS).split('\n');
  return lines.flatMap((line, at) =>
    line.trim() === '' ? [] : [parsedJson(line, path, `${ANNOTATIONS.name}, in line ${at + 1},`)],
  );
}

/**
 * Words of each line. A number alone in the first line says how many follow, and headings lack that of the images, as in
 * CelebA's lists; lines of several lengths are an image and its labels.
 */
function spacedRows(text: string): string[][] {
  const rows = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== '' && !first.startsWith('#'));
  if (rows[0]?.length === 1 && /^\d+$/.test(rows[0][0])) rows.shift();
  const [first = [], second = [], ...rest] = rows;
  const isEvenBelow = rest.every(({ length }) => length === second.length);
  if (isEvenBelow && first.length === second.length - 1 && !first.some(isInput)) rows[0] = ['image', ...first];
  const isEven = isEvenBelow && rows[0]?.length === second.length;
  return isEven ? rows : rows.map(([image, ...labels]) => [image, labels.join(';')]);
}
