/** How a column says that something is given or not: cells in small letters. */
interface Marks {
  readonly label: string;
  readonly given: readonly string[];
  readonly not: readonly string[];
}

/** CheXpert's −1 among 0 and 1 says that a reader was unsure: that is not given. */
const MARKS: readonly Marks[] = [
  { label: '0 and 1', given: ['1'], not: ['0', '-1', ''] },
  { label: 'true and false', given: ['true', 't'], not: ['false', 'f', ''] },
  { label: 'yes and no', given: ['yes', 'y'], not: ['no', 'n', ''] },
  { label: 'crosses', given: ['x', '✓', '✔'], not: ['', '-'] },
];

/** `1.0` and `1.000e+00` are 1. */
const plain = (cell: string): string => {
  const text = cell.trim().toLowerCase().replace('−', '-');
  return /^[+-]?\d+(\.0*)?(e[+-]?0+)?$/.test(text) ? String(Number(text)) : text;
};

/** A column that says of every row whether something is given. */
export interface MarkColumn {
  /** By what it says so, in words. */
  readonly label: string;
  isGiven(cell: string): boolean;
}

/** How to read a column of marks; null where its cells say more than that, or nothing. */
export function markColumn(cells: readonly string[]): MarkColumn | null {
  const found = new Set(cells.map(plain));
  const marks = MARKS.find(({ given, not }) => [...found].every((cell) => given.includes(cell) || not.includes(cell)));
  if (!marks || [...found].every((cell) => cell === '')) return null;
  return { label: marks.label, isGiven: (cell) => marks.given.includes(plain(cell)) };
}

/** `label_cat`, `label_dog`: what all headings begin with, which is no part of the names; empty where nothing is. */
export function sharedPrefix(headings: readonly string[]): string {
  const [first = ''] = headings;
  let length = first.length;
  while (length > 0 && !headings.every((heading) => heading.startsWith(first.slice(0, length)))) length--;
  const end = /^.*[_.:\- ]/.exec(first.slice(0, length))?.[0] ?? '';
  return headings.length > 1 && headings.every((heading) => heading.length > end.length) ? end : '';
}
