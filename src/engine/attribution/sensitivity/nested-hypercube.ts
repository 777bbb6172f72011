import type { RandomStream } from '../../tensor/random';

/**
 * Points in [0, 1)^dimensions of which the first 2ᵏ, for every k, form a Latin hypercube: each coordinate has one value
 * in each of 2ᵏ equal intervals. Fewer points are the first of more, so that a sweep shares them and a run that is
 * stopped has spread them well.
 * @param streamOf the random numbers of each dimension
 * @returns a point by its index
 * @see Qian 2009, Nested Latin hypercube designs
 */
export function nestedHypercube(
  points: number,
  dimensions: number,
  streamOf: (dimension: number) => RandomStream,
): (index: number) => Float64Array {
  const columns = Array.from({ length: dimensions }, (_, d) => nestedColumn(points, streamOf(d)));
  return (index) => Float64Array.from(columns, (column) => column[index] / 2 ** 32);
}

/**
 * One coordinate as 32-bit fractions. Cut into twice as many intervals, each interval that holds a point has one empty
 * half: the next points fill these halves, in random order.
 */
function nestedColumn(points: number, stream: RandomStream): Uint32Array {
  const column = new Uint32Array(points);
  column[0] = stream.bits();
  const order = new Uint32Array(points);
  for (let filled = 1, bits = 1; filled < points; filled *= 2, bits++) {
    for (let n = 0; n < filled; n++) order[n] = n;
    for (let n = 0; n < filled && filled + n < points; n++) {
      const place = n + stream.below(filled - n);
      const half = (column[order[place]] >>> (32 - bits)) ^ 1;
      order[place] = order[n];
      column[filled + n] = (half << (32 - bits)) | (stream.bits() >>> bits);
    }
  }
  return column;
}
