/**
 * Adjusted Rand index of two labellings of the same elements: 1 for equal partitions, about 0 for unrelated ones
 * (Hubert and Arabie 1985).
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const both = new Map<string, number>();
  const ofA = new Map<string, number>();
  const ofB = new Map<string, number>();
  const add = (table: Map<string, number>, key: string): void => void table.set(key, (table.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    add(both, `${a[i]},${b[i]}`);
    add(ofA, `${a[i]}`);
    add(ofB, `${b[i]}`);
  }
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const total = (table: Map<string, number>): number => [...table.values()].reduce((sum, n) => sum + pairs(n), 0);
  const expected = (total(ofA) * total(ofB)) / pairs(a.length);
  return (total(both) - expected) / ((total(ofA) + total(ofB)) / 2 - expected);
}
