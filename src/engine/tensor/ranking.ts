/** Positions of the largest values, the first among equals, largest first. */
export const largest = (values: ArrayLike<number>, count: number): number[] =>
  Array.from({ length: values.length }, (_, k) => k)
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, count);
