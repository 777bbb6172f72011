import { memo } from './memo';

/** The first of a class's synonyms: ImageNet calls one "golden retriever", another "maillot, tank suit". */
const firstOf = (name: string): string => name.split(', ', 1)[0];

/**
 * How lists call classes: by the first of their synonyms, where no other class is called so, too. The whole name belongs
 * into a tooltip.
 */
export function shortNames(names: readonly string[]): (name: string) => string {
  const counts = new Map<string, number>();
  for (const name of new Set(names)) counts.set(firstOf(name), (counts.get(firstOf(name)) ?? 0) + 1);
  return (name) => (counts.get(firstOf(name)) === 1 ? firstOf(name) : name);
}

/** The same for names that seldom change. */
export const memoOfShortNames = (): typeof shortNames => memo(shortNames);
