import { stringify } from 'csv-stringify/sync';

/** Rows turned into text at once. */
const ROWS = 500;

export type CsvValue = string | number | boolean | null;

/**
 * A CSV file piece by piece (RFC 4180, but lines end with \n); numbers are written in full, what is missing or not
 * finite as nothing.
 */
export function* csvPieces(header: readonly string[], rows: Iterable<readonly CsvValue[]>): Generator<string> {
  yield stringify([header]);
  let waiting: CsvValue[][] = [];
  for (const row of rows) {
    waiting.push(
      row.map((value) =>
        typeof value === 'boolean'
          ? String(value)
          : typeof value === 'number' && !Number.isFinite(value)
            ? null
            : value,
      ),
    );
    if (waiting.length < ROWS) continue;
    yield stringify(waiting);
    waiting = [];
  }
  yield stringify(waiting);
}
