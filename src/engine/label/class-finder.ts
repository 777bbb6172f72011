import { splitIdentifier } from './identifier';

/** `no_glasses`, `No glasses` and `no-glasses` are one name. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

/**
 * Finds classes by what they are called: by the name itself, else by it whatever its capitals and separators, else by
 * an id or a synonym.
 */
export class ClassFinder {
  private readonly levels: readonly ReadonlyMap<string, readonly number[]>[];

  /** @param aliases of each class, beside the synonyms between the commas of its name */
  constructor(names: readonly string[], aliases: readonly (readonly string[])[] = []) {
    const exact = new Map<string, number[]>();
    const alike = new Map<string, number[]>();
    const others = new Map<string, number[]>();
    names.forEach((name, at) => {
      learn(exact, name, at);
      learn(alike, plain(name), at);
      for (const other of [...synonyms(name), ...(aliases[at] ?? []).flatMap((one) => [one, ...synonyms(one)])])
        learn(others, plain(other), at);
    });
    this.levels = [exact, alike, others];
  }

  /** All classes of that name; none where it is no name. */
  find(label: string): readonly number[] {
    const [exact, alike, others] = this.levels;
    return exact.get(label) ?? alike.get(plain(label)) ?? others.get(plain(label)) ?? [];
  }
}

function learn(index: Map<string, number[]>, name: string, at: number): void {
  const known = index.get(name);
  if (!known) index.set(name, [at]);
  else if (known.at(-1) !== at) known.push(at);
}

/** `n01440764 tench, Tinca tinca` is also called by its id, by either name, and by both. */
export function synonyms(name: string): string[] {
  const split = splitIdentifier(name);
  const words = split ? split.rest : name;
  return [...(split ? [split.id, split.rest] : []), ...(words.includes(',') ? words.split(',') : [])];
}
