import { ClassFinder } from '../label/class-finder';
import { wholeFrom } from '../label/scalar';

/** Names of one set of classes for another: how the labels of a folder find the outputs of a model. */
export interface Classes {
  readonly names: readonly string[];
  /** Index of a label; null for a label that is no class. */
  indexOf(label: string): number | null;
  /** Whether a label is the name of a class, not its number. */
  isName(label: string): boolean;
  /** How numbers were understood, where a person should know. */
  readonly notes: readonly string[];
}

/** What number the first class has in a set. */
export type FirstNumber = 0 | 1;

/**
 * A model's labels: found by name, by an id or a synonym, or by number. The first class of a name keeps it: ImageNet has
 * two cranes and two maillots.
 * @param labels of the set, by which is told from what its numbers are counted
 * @param first that number, where a person said it
 */
export function classesOfModel(
  { names, aliases }: { readonly names: readonly string[]; readonly aliases?: readonly (readonly string[])[] },
  labels: Iterable<string> = [],
  first?: FirstNumber,
): Classes {
  const finder = new ClassFinder(names, aliases);
  const isName = (label: string): boolean => finder.find(label).length > 0;
  const numbers = [...new Set(labels)].filter((label) => !isName(label)).map(wholeFrom);
  const counting = countingOf(
    numbers.filter((number) => number !== null),
    names.length,
    first,
  );
  const byNumber = (label: string): number | null => {
    const index = (wholeFrom(label) ?? -1) - counting.first;
    return index >= 0 && index < names.length ? index : null;
  };
  return { names, isName, indexOf: (label) => finder.find(label)[0] ?? byNumber(label), notes: counting.notes };
}

/**
 * The labels that occur, sorted: numbers by value (and then they are the indices), names by their letters, as
 * frameworks number class folders.
 * @param outputs of a model; as many numbers from 1 on are counted from 1
 * @param first number of a class, where a person said it
 */
export function classesOfLabels(labels: Iterable<string>, outputs?: number, first?: FirstNumber): Classes {
  const distinct = [...new Set(labels)];
  const numbers = distinct.map(wholeFrom).filter((number) => number !== null);
  if (distinct.length > 0 && numbers.length === distinct.length) return classesOfNumbers(numbers, outputs, first);
  const names = distinct.sort();
  const index = new Map(names.map((name, at) => [name, at]));
  return { names, indexOf: (label) => index.get(label) ?? null, isName: (label) => index.has(label), notes: [] };
}

/** No set has so many classes: a larger number asks for memory that nothing needs. */
const MOST_CLASSES = 100_000;

function classesOfNumbers(
  all: readonly number[],
  outputs: number | undefined,
  given: FirstNumber | undefined,
): Classes {
  const numbers = all.filter((number) => number < MOST_CLASSES);
  const last = numbers.reduce((a, b) => Math.max(a, b), -1);
  const counting = countingOf(numbers, outputs, given);
  const { first } = counting;
  return {
    names: Array.from({ length: last - first + 1 }, (_, i) => String(first + i)),
    indexOf: (label) => {
      const number = wholeFrom(label);
      return number !== null && number >= first && number <= last ? number - first : null;
    },
    isName: () => false,
    notes: counting.notes,
  };
}

/** Numbers that reach that of the classes, without 0, are counted from 1: said, since it is a guess. */
function countingOf(
  numbers: readonly number[],
  classes: number | undefined,
  given: FirstNumber | undefined,
): { first: FirstNumber; notes: readonly string[] } {
  if (given !== undefined) return { first: given, notes: [] };
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const most = numbers.reduce((a, b) => Math.max(a, b), -1);
  if (least < 1 || least === Infinity) return { first: 0, notes: [] };
  if (most === classes)
    return {
      first: 1,
      notes: [`Labels are numbered from 1 to ${classes}: they are taken as classes 0 to ${most - 1}`],
    };
  const doubt =
    'No label is 0, so the numbers may be counted from 1; they are taken as counted from 0. Add "from 1" or "from 0" to the labelling to say it';
  return { first: 0, notes: most < (classes ?? 0) ? [doubt] : [] };
}
