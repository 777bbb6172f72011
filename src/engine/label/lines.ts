import { LensError } from '../../protocol/error';
import type { LabelEntry, LabelReader, LabelSource } from './entry';
import { splitIdentifier } from './identifier';
import { every, nameFrom } from './scalar';

/** `0 tench`, `0: tench`, `0,tench`, `0<tab>tench`, `1. tench`, `1) tench` */
const NUMBER_FIRST = /^(\d{1,9})(?:\s*[:,;=|]\s*|[.)]\s+|\s+)(\S.*)$/;
/** `n01440764 1 tench`, as a map of ILSVRC's development kit has it. */
const ID_NUMBER_NAME = /^(n\d{8})\s+(\d{1,9})\s+(\S.*)$/;
/** Longer lines are no names. */
const MOST_CHARACTERS = 1000;

/** A text with one class per line, perhaps with its number before or behind it, or WordNet's id before it. */
export const lines: LabelReader = {
  form: 'one name per line, perhaps with its number or its WordNet id',
  read(source) {
    const all = namedLines(source);
    const filled = all.filter((line) => line !== '');
    if (filled.length === 0) return null;
    for (const form of FORMS) {
      const entries = form(filled);
      if (entries) return entries;
    }
    return all.map((name) => ({ name }));
  },
};

function namedLines({ text, where }: LabelSource): string[] {
  const all = text.split(/\r\n|\n|\r/);
  const long = all.findIndex((line) => line.length > MOST_CHARACTERS && line.trim().length > MOST_CHARACTERS);
  if (long >= 0)
    throw new LensError({
      code: 'invalid-argument',
      what: `line ${long + 1} of the labels file has ${all[long].length} characters, and names have at most ${MOST_CHARACTERS}`,
      where,
      next: 'Give a file of labels',
    });
  const isRemark = (line: string): boolean => line.startsWith('# ');
  // Remarks stand at the top; further down a name may begin so.
  const names = all.slice(all.findIndex((line) => !isRemark(line))).map((line) => nameFrom(line)!);
  while (names.at(-1) === '') names.pop();
  return names;
}

type LineForm = (lines: readonly string[]) => LabelEntry[] | null;

const matches = (all: readonly string[], pattern: RegExp): RegExpExecArray[] | null =>
  every(all, (line) => pattern.exec(line));

const withIds: LineForm = (all) =>
  matches(all, ID_NUMBER_NAME)?.map(([, id, number, name]) => ({ index: Number(number), name, aliases: [id] })) ??
  every(all, identified);

/** `n01440764 tench, Tinca tinca` is called tench. */
function identified(line: string): LabelEntry | null {
  const split = splitIdentifier(line);
  return split && { name: split.rest.split(',')[0].trim(), aliases: [split.id, split.rest] };
}

/** Numbers are those of classes only where they begin at 0 or 1 and none comes twice. */
const numberedFirst: LineForm = (all) => {
  const entries = matches(all, NUMBER_FIRST)?.map(([, number, name]) => ({
    index: Number(number),
    name: QUOTED.exec(name)?.[2] ?? name,
  }));
  return entries && areNumbers(entries) && areDistinct(entries) ? entries : null;
};

/** Names may end with a number themselves: then the numbers have holes, or the names are alike without them. */
const numberedLast: LineForm = (all) => {
  const entries = every(all, splitLast);
  if (!entries || !areNumbers(entries) || !areDistinct(entries)) return null;
  const numbers = entries.map(({ index }) => index);
  return maximum(numbers) - minimum(numbers) === numbers.length - 1 ? entries : null;
};

/** `tench 0`, `tench,0`; by hand, since an expression would try every place in a long line. */
function splitLast(line: string): { name: string; index: number } | null {
  let end = line.length;
  while (end > 0 && line.length - end < 9 && isDigit(line[end - 1])) end--;
  let start = end;
  while (start > 0 && SEPARATORS.has(line[start - 1])) start--;
  const isSplit = end < line.length && start < end && start > 0;
  return isSplit ? { name: line.slice(0, start), index: Number(line.slice(end)) } : null;
}

const SEPARATORS = new Set(' \t:,;=|');
const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9';

/** `"tench"`, or `'tench',` of a list that was pasted. */
const QUOTED = /^(["'])(.*)\1,?$/;
const quoted: LineForm = (all) => matches(all, QUOTED)?.map(([, , name]) => ({ name })) ?? null;

/** All names in one line: `tench,goldfish,shark`. */
const inOneLine: LineForm = (all) => {
  const names = all.length === 1 ? all[0].split(/[,;\t]/).map((name) => name.trim()) : [];
  return names.length > 1 && names.every(Boolean) ? names.map((name) => ({ name })) : null;
};

/** `C:\data\train\tench`: a listing of the folders of the classes. */
const FOLDER = /^(?:[a-z]:|\.{0,2})[\\/](?:.*[\\/])?([^\\/]+)[\\/]?$/i;
const folders: LineForm = (all) => {
  const entries = all.length > 1 ? matches(all, FOLDER)?.map(([path, name]) => ({ name, aliases: [path] })) : null;
  return entries && areDistinct(entries) ? entries : null;
};

const FORMS: readonly LineForm[] = Object.freeze([withIds, numberedFirst, numberedLast, quoted, inOneLine, folders]);

function areNumbers(entries: readonly { readonly index: number }[]): boolean {
  const numbers = entries.map(({ index }) => index);
  return minimum(numbers) <= 1 && new Set(numbers).size === numbers.length && entries.length > 1;
}

/** All but a few: ImageNet has two cranes and two maillots. */
function areDistinct(entries: readonly { readonly name: string }[]): boolean {
  return new Set(entries.map(({ name }) => name)).size >= 0.95 * entries.length;
}

const minimum = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Infinity);
const maximum = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), -Infinity);
