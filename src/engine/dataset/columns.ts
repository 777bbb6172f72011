import type { Classes } from './classes';
import {
  IMAGE_HEADINGS,
  isMeasure,
  isRowNumber,
  LABEL_HEADINGS,
  LIKELY_HEADINGS,
  MASK_HEADINGS,
  plainHeading,
} from './headings';
import { isInput } from './endings';
import { oneHot } from './one-hot';

type Row = readonly string[];

/** What a table says of itself: that it holds labels, that it may, or nothing of the kind. */
export type Evidence = 'heading' | 'form' | 'none';

/** Where image, label and mask stand in the rows of a table; a mask at −1 stands nowhere. */
export interface Columns {
  readonly image: number;
  readonly mask: number;
  /** Whether the first row names them. */
  readonly headed: boolean;
  readonly evidence: Evidence;
  /** The label of a row. */
  readonly labelOf: (row: Row) => string;
  /** What the column of labels is called; null where it has no heading. */
  readonly heading: string | null;
  /** Other columns that may as well be meant. */
  readonly rivals: readonly string[];
}

/** What is known beside the table. */
export interface TableContext {
  /** The input a cell means. */
  readonly inputOf: (cell: string) => string | null;
  /** The classes of the model, where it names them. */
  readonly classes: Classes | null;
}

/** Several columns may hold the labels. */
export interface Ambiguous {
  readonly candidates: readonly string[];
}

/** Rows that are looked at to tell columns apart. */
const SAMPLE = 200;

/**
 * Columns by what stands in them and over them. A first row that names an input is no row of headings.
 * @param wanted heading of the column of labels, where a person named it
 */
export function columnsOf(rows: readonly Row[], context: TableContext, wanted?: string): Columns | Ambiguous {
  const isHeading = (cell: string): boolean =>
    !isInput(cell) && (KNOWN.has(plainHeading(cell)) || context.inputOf(cell) === null);
  return rows[0].every(isHeading) ? headed(rows, context, wanted) : unheaded(rows, context, wanted);
}

const KNOWN = new Set([...IMAGE_HEADINGS, ...LABEL_HEADINGS, ...LIKELY_HEADINGS, ...MASK_HEADINGS]);

/** Image, label and perhaps mask in that order; or the image elsewhere, and a label that is not the number of the row. */
function unheaded(rows: readonly Row[], { inputOf }: TableContext, wanted: string | undefined): Columns | Ambiguous {
  const [first] = rows;
  const image = Math.max(
    first.findIndex((cell) => isInput(cell) || inputOf(cell) !== null),
    0,
  );
  const others = first.map((_, at) => at).filter((at) => at !== image);
  const numbered = others.map((at) => `${at + 1}`);
  const mask = others.find((at) => at > 1 && rows.every((row) => !row[at] || isInput(row[at]))) ?? -1;
  const repeating = others.filter((at) => at !== mask && new Set(rows.map((row) => row[at])).size < rows.length);
  const label =
    wanted !== undefined
      ? others[numbered.indexOf(wanted)]
      : image === 0 || others.length === 1
        ? others[0]
        : repeating.length === 1
          ? repeating[0]
          : undefined;
  if (label === undefined) return { candidates: numbered };
  const isForm = others.length === 1 || (first.length === 3 && mask >= 0) || wanted !== undefined;
  return {
    image,
    mask,
    headed: false,
    evidence: isForm ? 'form' : 'none',
    labelOf: (row) => row[label] ?? '',
    heading: null,
    rivals: [],
  };
}

/** `['cat']`, as pandas writes a list with one label. */
const LIST_OF_ONE = /^\s*[[(]\s*(['"])([^'"]*)\1\s*,?\s*[\])]\s*$/;

function headed(rows: readonly Row[], context: TableContext, wanted: string | undefined): Columns | Ambiguous {
  const [headings, ...body] = rows;
  const plain = headings.map(plainHeading);
  const sample = spread(body);
  const mask = known(plain, MASK_HEADINGS);
  const image = imageColumn(plain, sample, context);
  const others = headings.map((_, at) => at).filter((at) => at !== image && at !== mask);
  const result = (label: number, evidence: Evidence, rivals: readonly number[]): Columns => ({
    image,
    mask,
    headed: true,
    evidence,
    labelOf: (row) => (row[label] ?? '').replace(LIST_OF_ONE, '$2'),
    heading: headings[label] ?? null,
    rivals: rivals.map((at) => headings[at]),
  });
  if (wanted !== undefined) {
    const named =
      others.find((at) => headings[at] === wanted) ?? others.find((at) => plain[at] === plainHeading(wanted));
    return named === undefined ? { candidates: others.map((at) => headings[at]) } : result(named, 'heading', []);
  }
  const choice = labelColumn(headings, others, sample, context);
  if (choice) return result(choice.label, choice.evidence, choice.rivals);
  const binary = oneHot(headings, body, others, (text) => context.classes?.isName(text) ?? false);
  if (binary) return { ...result(-1, 'form', []), heading: null, labelOf: binary };
  return leftColumn(headings, others, result);
}

/** The column whose cells are inputs, else the one whose heading says so. */
export function imageColumn(plain: readonly string[], sample: readonly Row[], { inputOf }: TableContext): number {
  const all = plain.map((_, at) => at);
  const unlabelled = all.filter((at) => !LABEL_HEADINGS.includes(plain[at]));
  const score = (at: number): number => {
    const cells = sample.map((row) => row[at]).filter((cell) => cell);
    const written = cells.filter(isInput).length;
    const found = cells.filter((cell) => inputOf(cell) !== null).length;
    const preference = IMAGE_HEADINGS.indexOf(plain[at]);
    // Numbers may be found as names without endings: columns that name as many inputs are told apart by their headings.
    return 2 * written + found + (preference < 0 ? 0 : 0.5 * (1 - preference / IMAGE_HEADINGS.length));
  };
  return (unlabelled.length > 0 ? unlabelled : all).reduce((best, at) => (score(at) > score(best) ? at : best));
}

interface Choice {
  readonly label: number;
  readonly evidence: Evidence;
  readonly rivals: readonly number[];
}

/** By the names of the model's classes in it, else by its heading; null where neither tells. */
function labelColumn(
  headings: Row,
  others: readonly number[],
  sample: readonly Row[],
  { classes }: TableContext,
): Choice | null {
  const isNamed = (at: number): boolean => {
    const cells = sample.map((row) => row[at]).filter((cell) => cell);
    return cells.length > 0 && 2 * cells.filter((cell) => classes?.isName(cell)).length >= cells.length;
  };
  const byHeading = (list: readonly string[]): number[] =>
    list.flatMap((one) => others.filter((at) => plainHeading(headings[at]) === one));
  const [sure, likely] = [byHeading(LABEL_HEADINGS), byHeading(LIKELY_HEADINGS)];
  const ranked = [...new Set([...sure, ...likely, ...others])];
  const named = ranked.filter(isNamed);
  const candidates = named.length > 0 ? named : [...sure, ...likely];
  if (candidates.length === 0) return null;
  const [label] = candidates;
  const evidence = sure.includes(label) || named.length > 0 ? 'heading' : 'form';
  return { label, evidence, rivals: candidates.slice(1) };
}

/** What no heading tells: the one column that is left, perhaps of those that measure nothing. */
function leftColumn(
  headings: Row,
  others: readonly number[],
  result: (label: number, evidence: Evidence, rivals: readonly number[]) => Columns,
): Columns | Ambiguous {
  const left = others.filter((at) => !isRowNumber(headings[at]));
  const unmeasured = left.filter(
    (at) => !isMeasure(headings[at]) && !IMAGE_HEADINGS.includes(plainHeading(headings[at])),
  );
  if (unmeasured.length === 1) return result(unmeasured[0], left.length === 1 ? 'form' : 'none', []);
  return left.length === 1 ? result(left[0], 'none', []) : { candidates: left.map((at) => headings[at]) };
}

const known = (plain: readonly string[], names: readonly string[]): number =>
  names.map((name) => plain.indexOf(name)).find((column) => column >= 0) ?? -1;

export const spread = <T>(list: readonly T[]): readonly T[] =>
  list.length <= SAMPLE ? list : Array.from({ length: SAMPLE }, (_, i) => list[Math.floor((i * list.length) / SAMPLE)]);
