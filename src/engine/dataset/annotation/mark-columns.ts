import { LensError } from '../../../protocol/error';
import { markColumn, sharedPrefix } from '../marks';
import type { AnnotationSearch } from './annotation';
import { labelNames } from './label-names';
import type { Columns, WideTable } from './wide-table';

/**
 * A column for each label, with a mark where it is given: those a person named, else those of the model's labels, else
 * all. @throws LensError where these are more than the model has outputs
 */
export function markColumns(
  { headings, rows, wanted, headed, path }: WideTable,
  { names, outputs }: Pick<AnnotationSearch, 'names' | 'outputs'>,
): Columns<readonly string[]> | null {
  const isAsked = (at: number): boolean => wanted === null || wanted.includes(headings[at]);
  const all = headings.flatMap((heading, at) => {
    const mark = isAsked(at) ? markColumn(rows.map(({ cells }) => cells[at])) : null;
    return mark ? [{ at, heading, mark }] : [];
  });
  if (all.length < 2) return null;
  const isName = labelNames(names);
  const prefix = sharedPrefix(all.map(({ heading }) => heading));
  const called = all.map((column, k) => ({ ...column, name: nameOf(column.heading, k) }));
  function nameOf(heading: string, k: number): string {
    if (!headed && all.length === outputs) return names[k] ?? String(k);
    const rest = heading.slice(prefix.length);
    return !isName(heading) && isName(rest) ? rest : heading;
  }
  const known = wanted ? [] : called.filter(({ name }) => isName(name));
  const columns = known.length > 0 ? known : called;
  if (names.length === 0 && columns.length > outputs)
    throw new LensError({
      code: 'invalid-argument',
      what: `the table has ${columns.length} columns of marks, and the model ${outputs} outputs`,
      where: path,
      next: 'Name the columns behind the file, table:FILE#COLUMN,COLUMN, or the labels in the sidecar of the model',
    });
  const marks = [...new Set(columns.map(({ mark }) => mark.label))];
  return {
    words: `Labels from ${columns.length} columns of ${marks.join(', ')}`,
    names: columns.map(({ name }) => name),
    read: (cells) => columns.flatMap(({ at, name, mark }) => (mark.isGiven(cells[at]) ? [name] : [])),
  };
}
