import { assertPaired, sorted, type Values } from './values';

export function euclidean(a: Values, b: Values): number {
  assertPaired(a, b);
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] - b[i]) ** 2;
  return Math.sqrt(total);
}

export function meanAbsoluteDifference(a: Values, b: Values): number {
  assertPaired(a, b);
  let total = 0;
  for (let i = 0; i < a.length; i++) total += Math.abs(a[i] - b[i]);
  return total / a.length;
}

/**
 * The 1-Wasserstein distance between two empirical distributions of values (not over space): ∫ |F_a − F_b| dv.
 * The samples may differ in length.
 */
export function wasserstein(a: Values, b: Values): number {
  const left = sorted(a);
  const right = sorted(b);
  let i = 0;
  let j = 0;
  let total = 0;
  let previous = Math.min(left[0], right[0]);
  while (i < left.length || j < right.length) {
    const next = j >= right.length || (i < left.length && left[i] <= right[j]) ? left[i] : right[j];
    total += Math.abs(i / left.length - j / right.length) * (next - previous);
    while (i < left.length && left[i] === next) i++;
    while (j < right.length && right[j] === next) j++;
    previous = next;
  }
  return total;
}
