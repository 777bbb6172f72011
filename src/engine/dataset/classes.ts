import { ClassFinder } from '../label/class-finder';

/** Names of one set of classes for another: how the labels of a folder find the outputs of a model. */
export interface Classes {
  readonly names: readonly string[];
  /** Index of a label; null for a label that is no class. */
  indexOf(label: string): number | null;
}

const isWhole = (label: string): boolean => /^\d+$/.test(label);

/**
 * A model's labels: found by name, by an id or a synonym, or by number. The first class of a name keeps it: ImageNet has
 * two cranes and two maillots.
 */
export function classesOfModel(names: readonly string[], aliases?: readonly (readonly string[])[]): Classes {
  const finder = new ClassFinder(names, aliases);
  const byNumber = (label: string): number | null =>
    isWhole(label) && Number(label) < names.length ? Number(label) : null;
  return { names, indexOf: (label) => finder.find(label)[0] ?? byNumber(label) };
}

/**
 * The labels that occur, sorted: numbers by value (and then they are the indices), names by their letters, as
 * frameworks number class folders.
 * @param outputs of a model; as many numbers from 1 on are counted from 1
 */
export function classesOfLabels(labels: Iterable<string>, outputs?: number): Classes {
  const distinct = [...new Set(labels)];
  if (distinct.length > 0 && distinct.every(isWhole)) return classesOfNumbers(distinct.map(Number), outputs);
  const names = distinct.sort();
  const index = new Map(names.map((name, at) => [name, at]));
  return { names, indexOf: (label) => index.get(label) ?? null };
}

function classesOfNumbers(numbers: readonly number[], outputs: number | undefined): Classes {
  const last = numbers.reduce((a, b) => Math.max(a, b), 0);
  const first = last === outputs && new Set(numbers).size === last && !numbers.includes(0) ? 1 : 0;
  const known = (label: string): boolean => isWhole(label) && Number(label) >= first && Number(label) <= last;
  return {
    names: Array.from({ length: last - first + 1 }, (_, i) => String(first + i)),
    indexOf: (label) => (known(label) ? Number(label) - first : null),
  };
}
