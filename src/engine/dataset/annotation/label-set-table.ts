import { wholeFrom } from '../../label/scalar';
import { LABEL_HEADINGS, LIKELY_HEADINGS, plainHeading } from '../headings';
import type { AnnotationForm } from './annotation';
import { fromTables, type Columns, type WideTable } from './wide-table';

/** What may stand between the labels of a cell, the surest first. */
const SEPARATORS = [';', '|', ','];

/** Several labels for each input: a column of 0 and 1 for each label, or cells such as `cat;dog`. */
export const labelSetTable: AnnotationForm<readonly string[]> = {
  id: 'table',
  label: 'A CSV, TSV or JSON file: image, and a column of 0 and 1 for each label, or cells such as cat;dog',
  takes: 'file',
  find: (search) => fromTables(search, (table) => binaryColumns(table) ?? labelCells(table), 'labels'),
};

function binaryColumns({ headings, rows, wanted }: WideTable): Columns<readonly string[]> | null {
  const isAsked = (at: number): boolean => wanted === null || wanted.includes(headings[at]);
  const binary = headings
    .map((_, at) => at)
    .filter((at) => isAsked(at) && rows.every(({ cells }) => BINARY.has(wholeFrom(cells[at]))));
  if (rows.length === 0 || binary.length < 2) return null;
  const names = binary.map((at) => headings[at]);
  return {
    words: `Labels from ${binary.length} columns of 0 and 1`,
    names,
    read: (cells) => binary.filter((at) => wholeFrom(cells[at]) === 1).map((at) => headings[at]),
  };
}

const BINARY: ReadonlySet<number | null> = new Set([0, 1]);

function labelCells({ headings, rows, wanted }: WideTable): Columns<readonly string[]> | null {
  const plain = headings.map(plainHeading);
  const usual = [...LABEL_HEADINGS, ...LIKELY_HEADINGS].map((name) => plain.indexOf(name)).find((at) => at >= 0);
  const column = wanted ? headings.indexOf(wanted[0]) : (usual ?? (headings.length === 1 ? 0 : -1));
  if (column < 0) return null;
  const separator = SEPARATORS.find((one) => rows.some(({ cells }) => cells[column].includes(one)));
  return {
    words: `Labels from the column ${headings[column]}`,
    read: (cells) =>
      (separator === undefined ? [cells[column]] : cells[column].split(separator))
        .map((label) => label.trim())
        .filter((label) => label !== ''),
  };
}
