import { basename, join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { placeInside } from '../../file/workspace';
import { imageColumn, spread } from '../columns';
import type { LeftOut } from '../dataset';
import { isInput } from '../endings';
import { IMAGE_HEADINGS, isRowNumber, LABEL_HEADINGS, plainHeading } from '../headings';
import { coversMost, type Listing } from '../listing';
import { inputFinder } from '../named-input';
import { headingList, isTextList, tableCells } from '../table-cells';
import type { Annotations, AnnotationSearch } from './annotation';

/** A table with a row for each input and several columns about it. */
export interface WideTable {
  /** Of the columns beside that of the images. */
  readonly headings: readonly string[];
  readonly rows: readonly { readonly image: string; readonly cells: readonly string[] }[];
  /** Headings that a person named, of which each is there. */
  readonly wanted: readonly string[] | null;
  /** Whether its first row names the columns; otherwise they are called by their numbers. */
  readonly headed: boolean;
  readonly path: string;
}

/** What the columns of a table say of each row; null where it is about something else. */
export interface Columns<T> {
  /** In words, for the description. */
  readonly words: string;
  readonly names?: readonly string[];
  /** @returns in words what is wrong with a row */
  read(cells: readonly string[]): T | Fault;
  /** What several rows of one input say together, where that is meant. */
  join?(one: T, other: T): T;
}

export class Fault {
  constructor(readonly reason: string) {}
}

/**
 * Annotations from the table a person named, perhaps with its columns (`table:labels.csv#age,height`), or the first
 * that fits and names most inputs.
 * @param columnsOf tells what the columns of a table say, or null
 */
export function fromTables<T>(
  search: AnnotationSearch,
  columnsOf: (table: WideTable) => Columns<T> | null,
  wantedForm: string,
): Annotations<T> | null {
  const { listing, argument } = search;
  if (argument !== undefined) {
    const isWhole = !argument.includes('#');
    const at = isWhole ? argument.length : argument.lastIndexOf('#');
    const path = placeInside(listing.root, argument.slice(0, at), 'the table', listing.root);
    const wanted = isWhole ? null : argument.slice(at + 1).split(',');
    const table = readWideTable(path, search, wanted);
    const columns = table && columnsOf(table);
    const found = table && columns && annotationsOf(table, columns, argument.slice(0, at), search);
    if (found && found.of.size > 0) return found;
    const [first] = found?.faults ?? [];
    throw new LensError({
      code: 'invalid-argument',
      what: first
        ? `no row of the table can be used (${first.name}: ${first.reason})`
        : `the table holds no ${wantedForm}`,
      where: path,
      next: 'Name the columns behind the file: table:FILE#COLUMN,COLUMN',
    });
  }
  for (const name of tablesOf(listing)) {
    const table = quietly(() => readWideTable(join(listing.root, name), search, null));
    const columns = table && columnsOf(table);
    const found = table && columns && annotationsOf(table, columns, name, search);
    if (found && coversMost(found.of.size, listing)) return found;
  }
  return null;
}

/** Tables, and texts at the top that may be lists. */
const tablesOf = ({ tables, others }: Listing): readonly string[] => [
  ...tables,
  ...others.filter((name) => !name.includes('/') && isTextList(name)),
];

/** A table that nobody named and that cannot be parsed holds nothing. */
function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof LensError) return null;
    throw error;
  }
}

function annotationsOf<T>(
  { rows }: WideTable,
  { words, names, read, join }: Columns<T>,
  name: string,
  { listing }: AnnotationSearch,
): Annotations<T> {
  const inputOf = inputFinder(listing.inputs);
  const of = new Map<string, T>();
  const faults: LeftOut[] = [];
  for (const { image, cells } of rows) {
    const input = inputOf(image);
    const value = read(cells);
    const reason =
      input === null
        ? `${name} lists it, but there is no such file`
        : value instanceof Fault
          ? value.reason
          : of.has(input) && !join
            ? `${name} lists it twice`
            : null;
    if (reason !== null) faults.push({ name: input ?? image.slice(0, 200), reason });
    else of.set(input!, of.has(input!) ? join!(of.get(input!)!, value as T) : (value as T));
  }
  return {
    description: `${words} of ${basename(name)} (${of.size} files)`,
    of,
    names,
    faults,
    owns: (one) => one === name,
  };
}

function readWideTable(
  path: string,
  { listing }: AnnotationSearch,
  wanted: readonly string[] | null,
): WideTable | null {
  const rows = tableCells(path);
  const inputOf = inputFinder(listing.inputs);
  const [first = []] = rows;
  if (first.length < 2) return null;
  const headed = !first.some(isInput) && first.every((cell) => cell === '' || inputOf(cell) === null || isKnown(cell));
  // Of a text that nobody calls a table every line is about an input.
  if (isTextList(path) && !headed && !rows.every(([name]) => inputOf(name) !== null)) return null;
  const headings = headed ? first : first.map((_, at) => String(at + 1));
  const body = headed ? rows.slice(1) : rows;
  const image = imageColumn(headings.map(plainHeading), spread(body), { inputOf, classes: null });
  const others = headings.map((_, at) => at).filter((at) => at !== image && !isRowNumber(headings[at]));
  const missing = wanted?.find((name) => !others.some((at) => headings[at] === name));
  if (missing !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: `the table has no column ${missing.slice(0, 60)}; there are ${headingList(others.map((at) => headings[at]))}`,
      where: path,
      next: 'Name the columns behind the file: table:FILE#COLUMN,COLUMN',
    });
  return {
    headings: others.map((at) => headings[at]),
    rows: body
      .filter((row) => row[image])
      .map((row) => ({ image: row[image], cells: others.map((at) => row[at] ?? '') })),
    wanted,
    headed,
    path,
  };
}

const isKnown = (heading: string): boolean => [...IMAGE_HEADINGS, ...LABEL_HEADINGS].includes(plainHeading(heading));
