/** Names of one set of classes for another: how the labels of a folder find the outputs of a model. */
export interface Classes {
  readonly names: readonly string[];
  /** Index of a label; null for a label that is no class. */
  indexOf(label: string): number | null;
}

/** `no_glasses`, `No glasses` and `no-glasses` are one name. */
const plain = (name: string): string => name.trim().toLowerCase().replace(/[\s_-]+/g, ' ');
const isWhole = (label: string): boolean => /^\d+$/.test(label);

/** A model's labels: found by name, by one of the names between commas (as ImageNet lists synonyms), or by number. */
export function classesOfModel(names: readonly string[]): Classes {
  const index = new Map<string, number>();
  // The first class of a name keeps it: ImageNet has two cranes and two maillots.
  const learn = (name: string, at: number): unknown => index.has(plain(name)) || index.set(plain(name), at);
  names.forEach(learn);
  names.forEach((name, at) => name.split(',').forEach((part) => learn(part, at)));
  const byNumber = (label: string): number | null => (isWhole(label) && Number(label) < names.length ? Number(label) : null);
  return { names, indexOf: (label) => index.get(plain(label)) ?? byNumber(label) };
}

/** The labels that occur, sorted: numbers by value (and then they are the indices), names by their letters, as frameworks number class folders. */
export function classesOfLabels(labels: Iterable<string>): Classes {
  const distinct = [...new Set(labels)];
  if (distinct.length > 0 && distinct.every(isWhole)) {
    const count = 1 + distinct.reduce((largest, label) => Math.max(largest, Number(label)), 0);
    return { names: Array.from({ length: count }, (_, i) => String(i)), indexOf: (label) => (isWhole(label) && Number(label) < count ? Number(label) : null) };
  }
  const names = distinct.sort();
  const index = new Map(names.map((name, at) => [name, at]));
  return { names, indexOf: (label) => index.get(label) ?? null };
}
