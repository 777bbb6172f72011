/** What may stand between the labels of a cell, the surest first; the last ones may belong to a name. */
const SURE = [/;/, /\|/, /,/];
const DOUBTFUL = [/\//, /\+/, /&/, /\s+/];
/** `['cat', 'dog']`, as Python writes lists into tables. */
const LIST = /^\s*[[({](.*)[\])}]\s*$/s;
const QUOTES = /^\s*(['"]?)(.*?)\1\s*$/s;
/** What tables write where there is no label. */
const NO_LABEL = /^(none|no finding\w?|nothing|no labels?|n\/?a|nan|null|-|)$/i;

/** What is known of a column of cells with labels. */
interface LabelColumn {
  readonly cells: readonly string[];
  /** Whether a text is the name of a label. */
  readonly isName: (text: string) => boolean;
  /** Its heading speaks of several: `tags`. */
  readonly isPlural: boolean;
}

/** How the labels in the cells of a column are told apart; a cell that is a name itself is one label. */
export function labelsInCells(column: LabelColumn): (cell: string) => string[] {
  const separator = separatorOf(column);
  return (cell) =>
    partsOf(cell, separator, column.isName).filter((label) => !NO_LABEL.test(label) || column.isName(label));
}

function partsOf(cell: string, separator: RegExp | undefined, isName: LabelColumn['isName']): string[] {
  const text = cell.trim();
  const list = LIST.exec(text)?.[1];
  if (list !== undefined && !isName(text)) return list.split(',').map(unquoted);
  return separator === undefined || isName(text) ? [text] : text.split(separator).map(unquoted);
}

const unquoted = (text: string): string => QUOTES.exec(text)?.[2].trim() ?? text.trim();

/** The sign between labels: by the names of the model where it has them, else the first that occurs. */
function separatorOf({ cells, isName, isPlural }: LabelColumn): RegExp | undefined {
  const joined = [...new Set(cells)].filter((cell) => !LIST.test(cell) && !isName(cell.trim()));
  const known = (separator: RegExp): number =>
    joined.filter((cell) => separator.test(cell) && partsOf(cell, separator, isName).every(isName)).length;
  const named = [...SURE, ...DOUBTFUL].map((separator) => ({ separator, count: known(separator) }));
  const best = named.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.count > 0) return best.separator;
  const sure = SURE.find((separator) => joined.some((cell) => separator.test(cell)));
  return sure ?? (isPlural && repeat(joined) ? /\s+/ : undefined);
}

/** Whether words occur in several cells, as tags do, and not the words of names. */
function repeat(cells: readonly string[]): boolean {
  const words = cells.flatMap((cell) => [...new Set(cell.split(/\s+/))]);
  return cells.some((cell) => /\S\s+\S/.test(cell)) && new Set(words).size < words.length;
}
