import { dirname, posix, relative, sep } from 'node:path';
import { LensError } from '../../protocol/error';
import { imageColumn } from './columns';
import { plainHeading } from './headings';
import { inputFinder } from './named-input';
import { headingList, tableCells } from './table-cells';

/**
 * The numbers in the row of an image.
 * @param columns by their headings
 * @throws LensError for a column or a row that is not there, or a cell without a number
 */
export function numbersOfImage(table: string, image: string, columns: readonly string[]): readonly number[] {
  const refused = (what: string, next: string): LensError =>
    new LensError({ code: 'invalid-argument', what, where: table, next });
  const [headings = [], ...rows] = tableCells(table);
  const places = columns.map((name) => headings.indexOf(name));
  const missing = columns.find((_, k) => places[k] < 0);
  if (missing !== undefined)
    throw refused(
      `the table has no column ${missing.slice(0, 60)}; there are ${headingList(headings)}`,
      'Name its columns in "inputs" of the sidecar',
    );
  const path = relative(dirname(table), image).split(sep).join('/');
  const inputOf = inputFinder([path]);
  const named = imageColumn(headings.map(plainHeading), rows, { inputOf, classes: null });
  const meant = rows.filter((row) => row[named] && inputOf(row[named]) !== null);
  // Several names may mean an image where endings are left out: the one that is written as it is called is its own.
  const own = meant.filter((row) => posix.basename(row[named]) === posix.basename(path));
  const [row, second] = own.length > 0 ? own : meant;
  if (!row) throw refused(`the table has no row for ${path.slice(0, 200)}`, 'Add one');
  if (second) throw refused(`the table lists ${path.slice(0, 200)} twice`, 'Leave one row of it');
  return places.map((at, k) => {
    const cell = row[at] ?? '';
    if (cell.trim() !== '' && Number.isFinite(Number(cell))) return Number(cell);
    throw refused(`${path.slice(0, 200)} has no number in the column ${columns[k].slice(0, 60)}`, 'Write one there');
  });
}
