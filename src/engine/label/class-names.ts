import { LensError } from '../../protocol/error';
import type { LabelEntry } from './entry';

/** What the classes of a model are called. */
export interface ClassNames {
  /** By class; a class without a name is called by its number. */
  readonly names: readonly string[];
  /** Other names by which each class is found: ids, synonyms. */
  readonly aliases: readonly (readonly string[])[];
  /** How the names were understood, where a person should know. */
  readonly notes: readonly string[];
}

export const NO_NAMES: ClassNames = Object.freeze({ names: [], aliases: [], notes: [] });

/** A number beyond is none of a class: no file may ask for memory by a number. */
const MOST_CLASSES = 1_000_000;
const MOST_CHARACTERS = 1000;

/**
 * The entries of a labels file by class.
 * @param classes of the model, where they are known: they tell whether numbers are counted from 1
 * @param where the file, for errors
 * @throws LensError `invalid-argument` for numbers or names that are none of classes
 */
export function classNames(entries: readonly LabelEntry[], classes: number | undefined, where: string): ClassNames {
  check(entries, where);
  const { placed, notes } = placedEntries(entries, classes);
  const size = placed.reduce((most, { at }) => Math.max(most, at + 1), 0);
  const names = new Array<string>(size).fill('');
  const aliases = Array.from({ length: size }, (): string[] => []);
  for (const { at, name, others } of placed) {
    if (names[at] === '') names[at] = name;
    else aliases[at].push(name);
    aliases[at].push(...others);
  }
  const unnamed = names.filter((name) => name === '').length;
  return {
    names: names.map((name, at) => name || `class ${at}`),
    aliases,
    notes: [
      ...notes,
      ...(unnamed > 0 ? [`${unnamed} of ${size} classes have no name in the labels.`] : []),
      ...mismatch(size, classes),
    ],
  };
}

interface Placed {
  readonly at: number;
  readonly name: string;
  readonly others: readonly string[];
}

function placedEntries(
  entries: readonly LabelEntry[],
  classes: number | undefined,
): { placed: Placed[]; notes: string[] } {
  const isNumbered = entries.every(({ index }) => index !== undefined);
  const filled = isNumbered ? entries : withoutGaps(entries, classes);
  const first = isNumbered && isFromOne(entries, classes) ? 1 : 0;
  const placed = filled.map(({ index, name, aliases }, at): Placed => ({
    at: isNumbered ? index! - first : at,
    name,
    others: aliases ?? [],
  }));
  const notes =
    first === 1
      ? [`The labels number their classes from 1 to ${classes}: they are taken as classes 0 to ${classes! - 1}.`]
      : [];
  return { placed, notes };
}

/** Empty lines are no classes where there are as many names as classes without them. */
function withoutGaps(entries: readonly LabelEntry[], classes: number | undefined): readonly LabelEntry[] {
  const filled = entries.filter(({ name }) => name !== '');
  return filled.length === classes ? filled : entries;
}

/** Numbers from 1 to the number of classes; with one class more, 0 is a background that has no name. */
function isFromOne(entries: readonly LabelEntry[], classes: number | undefined): boolean {
  const numbers = entries.map(({ index }) => index!);
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  return least === 1 && numbers.reduce((a, b) => Math.max(a, b), 0) === classes;
}

function mismatch(names: number, classes: number | undefined): string[] {
  if (classes === undefined || names === 0 || names === classes) return [];
  const background = classes === names + 1 ? ' The first class may be a background without a name.' : '';
  return [`${names === 1 ? 'There is 1 label' : `There are ${names} labels`} for ${classes} classes.${background}`];
}

function check(entries: readonly LabelEntry[], where: string): void {
  const refused = (what: string): LensError =>
    new LensError({ code: 'invalid-argument', what, where, next: 'Give the names of the classes of the model' });
  for (const { index, name } of entries) {
    if (name.length > MOST_CHARACTERS)
      throw refused(`a label has ${name.length} characters, and names have at most ${MOST_CHARACTERS}`);
    if (index !== undefined && index >= MOST_CLASSES)
      throw refused(
        `the label ${name.slice(0, 60)} is said to be class ${index}, and there are at most ${MOST_CLASSES}`,
      );
  }
  if (entries.length > MOST_CLASSES)
    throw refused(`there are ${entries.length} labels, more than the ${MOST_CLASSES} that are read`);
}
