import { wholeFrom } from '../label/scalar';

type Row = readonly string[];

/**
 * The label of a row whose class is the one column with a 1 among zeros, as many published tables have it; null where
 * the columns are not of that form.
 */
export function oneHot(headings: Row, body: readonly Row[], others: readonly number[]): ((row: Row) => string) | null {
  const binary = others.filter((at) => body.every((row) => BINARY.has(wholeFrom(row[at]))));
  const marked = (row: Row): number[] => binary.filter((at) => wholeFrom(row[at]) === 1);
  if (body.length === 0 || binary.length < 2 || !body.every((row) => marked(row).length === 1)) return null;
  return (row) => headings[marked(row)[0]];
}

const BINARY: ReadonlySet<number | null> = new Set([0, 1]);
