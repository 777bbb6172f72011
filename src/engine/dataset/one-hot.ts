import { markColumn, sharedPrefix } from './marks';

type Row = readonly string[];

/**
 * The label of a row whose class is the one column with a mark among those without, as many published tables have it;
 * null where the columns are not of that form.
 * @param isName whether a text is the name of a class
 */
export function oneHot(
  headings: Row,
  body: readonly Row[],
  others: readonly number[],
  isName: (text: string) => boolean = () => false,
): ((row: Row) => string) | null {
  const columns = others.flatMap((at) => {
    const mark = markColumn(body.map((row) => row[at] ?? ''));
    return mark ? [{ at, mark }] : [];
  });
  const marked = (row: Row): number[] => columns.flatMap(({ at, mark }) => (mark.isGiven(row[at] ?? '') ? [at] : []));
  if (body.length === 0 || columns.length < 2 || !body.every((row) => marked(row).length === 1)) return null;
  const prefix = sharedPrefix(columns.map(({ at }) => headings[at]));
  const nameOf = (heading: string): string => {
    const rest = heading.slice(prefix.length);
    return !isName(heading) && isName(rest) ? rest : heading;
  };
  return (row) => nameOf(headings[marked(row)[0]]);
}
