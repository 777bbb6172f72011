import { LABEL_HEADINGS, LIKELY_HEADINGS, plainHeading } from '../headings';
import { labelsInCells } from '../label-cells';
import type { AnnotationForm, AnnotationSearch } from './annotation';
import { labelNames } from './label-names';
import { markColumns } from './mark-columns';
import { fromTables, type Columns, type WideTable } from './wide-table';

/** Several labels for each input: a column of marks for each label, or cells such as `cat;dog`, or several rows. */
export const labelSetTable: AnnotationForm<readonly string[]> = {
  id: 'table',
  label: 'A table (CSV, TSV, JSON, text): image, and a column of 0 and 1 for each label, or cells such as cat;dog',
  takes: 'file',
  find: (search) => fromTables(search, (table) => markColumns(table, search) ?? labelCells(table, search), 'labels'),
};

/** Headings over several labels. */
const PLURAL = /(labels|tags|classes|categories|genres|attributes)$/;

function labelCells(
  { headings, rows, wanted }: WideTable,
  { names }: Pick<AnnotationSearch, 'names'>,
): Columns<readonly string[]> | null {
  const plain = headings.map(plainHeading);
  const usual = [...LABEL_HEADINGS, ...LIKELY_HEADINGS].map((name) => plain.indexOf(name)).find((at) => at >= 0);
  const several = plain.findIndex((heading) => PLURAL.test(heading));
  const column = wanted ? headings.indexOf(wanted[0]) : (usual ?? (headings.length === 1 ? 0 : several));
  if (column < 0) return null;
  const isPlural = PLURAL.test(plain[column]);
  const read = labelsInCells({ cells: rows.map(({ cells }) => cells[column]), isName: labelNames(names), isPlural });
  return {
    words: `Labels from the column ${headings[column]}`,
    read: (cells) => read(cells[column]),
    join: (one, other) => [...new Set([...one, ...other])],
  };
}
