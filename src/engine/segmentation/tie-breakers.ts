const AMPLITUDE = 1e-5;

/**
 * Tiny values, uniform in ±1e−5, one per pixel, that depend on the pixel's index and the seed only: enough to make
 * equal densities unequal, far too small to change anything else.
 */
export function tieBreakers(size: number, seed: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => AMPLITUDE * (mixed(i, seed) / 2 ** 31 - 1));
}

/** A 32-bit mixing function (multiply and shift, after Murmur3's finaliser). */
function mixed(index: number, seed: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
