import type { RandomStream } from '../../tensor/random';

/**
 * A Latin hypercube: `points` rows in [0, 1)^dimensions whose every column has one value in each of `points` equal intervals.
 * @see McKay, Beckman and Conover 1979, A comparison of three methods for selecting values of input variables
 */
export function latinHypercube(points: number, dimensions: number, stream: RandomStream): Float64Array[] {
  const rows = Array.from({ length: points }, () => new Float64Array(dimensions));
  for (let d = 0; d < dimensions; d++) {
    const order = stream.permutation(points);
    rows.forEach((row, n) => (row[d] = (order[n] + stream.uniform()) / points));
  }
  return rows;
}
