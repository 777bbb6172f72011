import { csvLines, type CsvValue } from '../../protocol/csv';

/** Rows turned into text at once. */
const ROWS = 500;

/** A CSV file piece by piece. */
export function* csvPieces(header: readonly string[], rows: Iterable<readonly CsvValue[]>): Generator<string> {
  yield csvLines([header]);
  let waiting: (readonly CsvValue[])[] = [];
  for (const row of rows) {
    waiting.push(row);
    if (waiting.length < ROWS) continue;
    yield csvLines(waiting);
    waiting = [];
  }
  yield csvLines(waiting);
}
