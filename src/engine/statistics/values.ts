/** Any one-dimensional run of numbers: a flattened map, the scores of a set, a sample. */
export type Values = ArrayLike<number>;

/** @throws RangeError when two paired samples differ in length */
export function assertPaired(a: Values, b: Values): void {
  if (a.length !== b.length) throw new RangeError(`paired samples differ in length: ${a.length} and ${b.length}`);
}

/** The values in ascending order, as a copy in double precision. */
export function sorted(values: Values): Float64Array {
  return Float64Array.from(values).sort();
}

export function sum(values: Values): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Arithmetic mean; NaN for an empty sample. */
export function mean(values: Values): number {
  return sum(values) / values.length;
}

/**
 * Σ(v − mean)² / (n − freedom): the population variance for `freedom` 0, the sample variance for 1.
 * Two passes, because the one-pass form cancels where the mean is large.
 */
export function variance(values: Values, freedom = 0): number {
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - centre) ** 2;
  return total / (values.length - freedom);
}

export function standardDeviation(values: Values, freedom = 0): number {
  return Math.sqrt(variance(values, freedom));
}

/** ‖a‖₂ */
export function norm(values: Values): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ** 2;
  return Math.sqrt(total);
}

export function extremes(values: Values): { minimum: number; maximum: number } {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < minimum) minimum = values[i];
    if (values[i] > maximum) maximum = values[i];
  }
  return { minimum, maximum };
}

/** `a − b`, element by element. */
export function differences(a: Values, b: Values): Float64Array {
  assertPaired(a, b);
  return Float64Array.from(a, (v, i) => v - b[i]);
}

/**
 * The value below which the fraction `q` of an ascending sample lies, linear between order statistics
 * (type 7 of Hyndman & Fan 1996, NumPy's default).
 */
export function quantileOfSorted(ascending: Values, q: number): number {
  const position = q * (ascending.length - 1);
  const below = Math.min(Math.floor(position), ascending.length - 2);
  if (below < 0) return ascending[0];
  const part = position - below;
  const step = ascending[below + 1] - ascending[below];
  // From the nearer end, as NumPy does, so that q = 1 gives the maximum itself.
  return part >= 0.5 ? ascending[below + 1] - step * (1 - part) : ascending[below] + step * part;
}

export function quantile(values: Values, q: number): number {
  return quantileOfSorted(sorted(values), q);
}
