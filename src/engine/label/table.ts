import { csvCells } from '../file/csv';
import type { LabelEntry, LabelReader } from './entry';
import { isIdentifier } from './identifier';
import { INDEX_KEYS, NAME_KEYS, plainKey } from './object-entry';
import { nameFrom, wholeFrom } from './scalar';

const ENDINGS = new Set(['.csv', '.tsv', '.tab']);
const HEADINGS = new Set([...NAME_KEYS, ...INDEX_KEYS, 'wnid', 'synset', 'mid', 'code']);

/** A table with the names of classes in one column, perhaps their numbers in another, and ids in more. */
export const table: LabelReader = {
  form: 'a table with a column of names, and perhaps one of their numbers',
  read({ text, ending, where }) {
    if (!ENDINGS.has(ending) && !hasHeadings(text)) return null;
    const rows = csvCells(text, where, 'the labels file');
    if (rows.length === 0) return null;
    const headings = rows[0].map(plainKey);
    const isHeaded = headings.some((heading) => HEADINGS.has(heading)) || isNumberedBelow(rows);
    const body = isHeaded ? rows.slice(1) : rows;
    const width = rows[0].length;
    if (rows.length === 1 && width > 2 && rows[0].every(Boolean))
      return rows[0].map((cell) => ({ name: nameFrom(cell)! }));
    // Lines whose parts no comma separates: `0 tench`.
    if (width === 1 && !isHeaded && rows.every(([cell]) => /^\S+\s/.test(cell))) return null;
    // Rows of other lengths are names with commas, not cells.
    if (body.length === 0 || body.some((row) => row.length > width || (!isHeaded && row.length < width))) return null;
    return entriesOf(body, isHeaded ? headings : rows[0].map(() => ''));
  },
};

/** Numbers of classes may leave others out, as COCO's 80 of 90 do, but not most of them. */
const MOST_HOLES = 3;

/** Also a text of another ending is a table where its first line names two of the usual columns. */
function hasHeadings(text: string): boolean {
  const [first] = text.split(/\r\n|\n|\r/, 1);
  if (first.length > 1000) return false;
  const cells = first.split(/[,;|\t]/).map(plainKey);
  return cells.length > 1 && cells.filter((cell) => HEADINGS.has(cell)).length >= 2;
}

/** The first row has no number where all others have one. */
const isNumberedBelow = (rows: readonly (readonly string[])[]): boolean =>
  rows.length > 1 &&
  rows[0].some((cell, c) => wholeFrom(cell) === null && rows.slice(1).every((row) => wholeFrom(row[c]) !== null));

interface LabelColumn {
  readonly at: number;
  readonly heading: string;
  readonly cells: readonly string[];
  /** All cells are whole numbers, no two alike. */
  readonly isIndex: boolean;
  readonly isText: boolean;
}

function entriesOf(rows: readonly (readonly string[])[], headings: readonly string[]): LabelEntry[] | null {
  const columns = headings.map((heading, at): LabelColumn => {
    const cells = rows.map((row) => nameFrom(row[at] ?? '')!);
    const numbers = cells.map(wholeFrom);
    return {
      at,
      heading,
      cells,
      isIndex: numbers.every((n) => n !== null) && new Set(numbers).size === numbers.length,
      isText: numbers.some((n) => n === null),
    };
  });
  const name = nameColumn(columns);
  if (!name) return null;
  const others = columns.filter((column) => column !== name);
  const index = indexColumn(others);
  const rest = others.filter((column) => column !== index && column.cells.every(isIdentifier));
  return name.cells.map((called, row) => ({
    name: called,
    index: index ? wholeFrom(index.cells[row])! : undefined,
    aliases: rest.map(({ cells }) => cells[row]),
  }));
}

/** By its heading, else the first that holds words that are no ids; a table of one column has no choice. */
function nameColumn(columns: readonly LabelColumn[]): LabelColumn | undefined {
  const words = columns.filter((column) => column.isText && !column.cells.every(isIdentifier));
  const candidates = words.length > 0 ? words : columns;
  return named(candidates, NAME_KEYS) ?? candidates[0];
}

/** By its heading, else the first whose numbers are those of all rows. Ids of a data base are no numbers of classes. */
function indexColumn(columns: readonly LabelColumn[]): LabelColumn | undefined {
  const reaching = (factor: number): LabelColumn[] =>
    columns.filter(({ isIndex, cells }) => {
      if (!isIndex) return false;
      const numbers = cells.map((cell) => wholeFrom(cell)!);
      const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
      return least <= 1 && numbers.reduce((a, b) => Math.max(a, b), 0) - least < factor * numbers.length;
    });
  return named(reaching(MOST_HOLES), INDEX_KEYS) ?? reaching(1)[0];
}

const named = (columns: readonly LabelColumn[], keys: readonly string[]): LabelColumn | undefined =>
  keys.map((key) => columns.find(({ heading }) => heading === key)).find((column) => column !== undefined);
