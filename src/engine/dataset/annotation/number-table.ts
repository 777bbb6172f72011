import { isMeasure, plainHeading } from '../headings';
import type { AnnotationForm, AnnotationSearch } from './annotation';
import { Fault, fromTables, type Columns, type WideTable } from './wide-table';

/** A number for each output of the model. */
export const numberTable: AnnotationForm<readonly number[]> = {
  id: 'table',
  label: 'A CSV, TSV or JSON file: image, and a column of numbers for each output',
  takes: 'file',
  find: (search) => fromTables(search, (table) => numberColumns(table, search), 'columns of numbers'),
};

/**
 * The columns a person named; else those with the names of the model's outputs; else all of numbers, where they are as
 * many as the outputs.
 */
function numberColumns(
  { headings, rows, wanted }: WideTable,
  { names, outputs }: AnnotationSearch,
): Columns<readonly number[]> | null {
  const plain = headings.map(plainHeading);
  const named = names.map((name) => plain.indexOf(plainHeading(name)));
  const isNumeric = (at: number): boolean =>
    rows.some(({ cells }) => cells[at] !== '') && rows.every(({ cells }) => cells[at] === '' || isNumber(cells[at]));
  const numeric = headings.map((_, at) => at).filter(isNumeric);
  const unmeasured = numeric.filter((at) => !isMeasure(headings[at]));
  const columns = wanted
    ? wanted.map((name) => headings.indexOf(name))
    : named.length === outputs && named.every((at) => at >= 0)
      ? named
      : [numeric, unmeasured].find((list) => list.length === outputs);
  if (columns?.length !== outputs) return null;
  return {
    words: `Numbers from the column${outputs > 1 ? 's' : ''} ${columns.map((at) => headings[at]).join(', ')}`,
    names: columns.map((at) => headings[at]),
    read(cells) {
      const values = columns.map((at) => (isNumber(cells[at]) ? Number(cells[at]) : NaN));
      const missing = values.findIndex(Number.isNaN);
      return missing < 0
        ? values
        : new Fault(`it has no number in the column ${headings[columns[missing]].slice(0, 60)}`);
    },
  };
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));
