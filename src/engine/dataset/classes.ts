/** Names of one set of classes for another: how the labels of a folder find the outputs of a model. */
export interface Classes {
  readonly names: readonly string[];
  /** Index of a label; null for a label that is no class. */
  indexOf(label: string): number | null;
}

/** `no_glasses`, `No glasses` and `no-glasses` are one name. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
const isWhole = (label: string): boolean => /^\d+$/.test(label);

/** A model's labels: found by name, by one of the names between commas (as ImageNet lists synonyms), or by number. */
export function classesOfModel(names: readonly string[]): Classes {
  const index = new Map<string, number>();
  // The first class of a name keeps it: ImageNet has two cranes and two maillots.
  const learn = (name: string, at: number): unknown => index.has(plain(name)) || index.set(plain(name), at);
  names.forEach(learn);
  names.forEach((name, at) => name.split(',').forEach((part) => learn(part, at)));
  const byNumber = (label: string): number | null =>
    isWhole(label) && Number(label) < names.length ? Number(label) : null;
  return { names, indexOf: (label) => index.get(plain(label)) ?? byNumber(label) };
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
