import type { FilterHealth, FilterLayer, WeightStatistics } from '../../../protocol/filters';

type Dims = FilterLayer['dims'];

/** Share of the median norm below which a filter counts as dead. */
const DEAD = 1e-3;
/** Cosine from which two filters count as one. */
const ALIKE = 0.99;
/** Share of the root mean square below which a weight counts as zero. */
const NEAR_ZERO = 1e-2;
/** Numbers looked at while comparing pairs: about a second. */
const MOST_COMPARED = 1e9;
const MOST_PAIRS = 100;
const BINS = 64;

/** Euclidean norm of each filter. */
export function normsOf(values: Float32Array, [filters]: Dims): Float32Array {
  const size = values.length / filters;
  return Float32Array.from({ length: filters }, (_, f) => {
    let sum = 0;
    for (let i = f * size; i < (f + 1) * size; i++) sum += values[i] * values[i];
    return Math.sqrt(sum);
  });
}

/** Dead filters, norm, duplicates and share of near-zero weights of kernels [filters, …]. */
export function healthOf(values: Float32Array, dims: Dims, norms = normsOf(values, dims)): FilterHealth {
  const median = [...norms].sort((a, b) => a - b)[Math.floor(norms.length / 2)];
  const dead = [...norms.keys()].filter((f) => norms[f] <= DEAD * median);
  const norm = Math.hypot(...chunked(norms));
  const limit = (NEAR_ZERO * norm) / Math.sqrt(values.length);
  let small = 0;
  for (const value of values) if (Math.abs(value) <= limit) small++;
  return { norm, dead, duplicates: duplicatesOf(values, norms, new Set(dead)), nearZero: small / values.length };
}

/** Norms of parts: so many arguments as a layer has filters would overflow the stack. */
function chunked(norms: Float32Array): number[] {
  return Array.from({ length: Math.ceil(norms.length / 4096) }, (_, k) => Math.hypot(...norms.subarray(4096 * k, 4096 * (k + 1))));
}

/**
 * Pairs whose cosine is at least ALIKE, that is, whose unit vectors lie within sqrt(2 − 2·ALIKE). The squared distance only grows
 * while it is summed, so most pairs are dismissed after a few numbers.
 */
function duplicatesOf(values: Float32Array, norms: Float32Array, dead: ReadonlySet<number>): FilterHealth['duplicates'] {
  const filters = norms.length;
  const size = values.length / filters;
  const farthest = 2 - 2 * ALIKE;
  if (size < 2 || (filters * filters * Math.max(8, size * (1 - ALIKE))) / 2 > MOST_COMPARED) return null;
  const pairs: { first: number; second: number; cosine: number }[] = [];
  for (let first = 0; first < filters; first++) {
    if (dead.has(first)) continue;
    for (let second = first + 1; second < filters; second++) {
      if (dead.has(second)) continue;
      let distance = 0;
      for (let i = 0; i < size && distance <= farthest; i++) {
        const d = values[first * size + i] / norms[first] - values[second * size + i] / norms[second];
        distance += d * d;
      }
      if (distance <= farthest) pairs.push({ first, second, cosine: 1 - distance / 2 });
      if (pairs.length === MOST_PAIRS) return pairs;
    }
  }
  return pairs;
}

export function statisticsOf(values: Float32Array): WeightStatistics {
  let [minimum, maximum, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const histogram = new Array<number>(BINS).fill(0);
  const scale = maximum > minimum ? BINS / (maximum - minimum) : 0;
  for (const value of values) if (value - minimum >= 0) histogram[Math.min(BINS - 1, Math.floor((value - minimum) * scale))]++;
  return { minimum, maximum, mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)), histogram };
}
