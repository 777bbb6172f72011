import { parse } from 'csv-parse/sync';
import { LensError } from '../../protocol/error';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A first line in which Excel is told what stands between cells. */
const STATED = /^\uFEFF?sep=([,;\t|])\r?\n/i;
/** Lines that are looked at to see what stands between cells. */
const SAMPLE_LINES = 50;
const SAMPLE_CHARACTERS = 1 << 16;
/** An unclosed quote would otherwise swallow the rest of a file. */
const MOST_CELL_CHARACTERS = 1 << 20;

/**
 * The cells of a CSV text, trimmed; lines that are empty or begin with `#` are no rows.
 * @param where the file, for errors
 * @param name what it is, with its article: "the table"
 * @param given what stands between cells; found out by default
 * @throws LensError `invalid-argument` that names the line
 */
export function csvCells(written: string, where: string, name: string, given?: string): string[][] {
  const stated = STATED.exec(written);
  const text = stated ? written.slice(stated[0].length) : written;
  const delimiter = stated?.[1] ?? given ?? delimiterOf(text);
  try {
    return parse(text, {
      delimiter,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      comment: '#',
      comment_no_infix: true,
      max_record_size: MOST_CELL_CHARACTERS,
    });
  } catch (cause) {
    const { lines } = cause as { lines?: number };
    throw new LensError(
      {
        code: 'invalid-argument',
        what: `${name} cannot be read${lines === undefined ? '' : `, line ${lines}`}: a quote is not closed, or stands in the wrong place`,
        where,
        next: 'Save it again as CSV',
      },
      { cause },
    );
  }
}

/** What stands between cells: the sign that occurs, outside of quotes, equally often in most lines. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, SAMPLE_CHARACTERS)
    .split(/\r\n|\n|\r/, SAMPLE_LINES)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(withoutQuoted);
  const fitting = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const [usual] = counts;
    const alike = counts.filter((count) => count === usual).length;
    return { delimiter, score: usual > 0 ? alike / counts.length : 0 };
  });
  return fitting.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

const withoutQuoted = (line: string): string => line.replace(/"[^"]*"/g, '');
