import type { FilterHealth, FilterLayer, WeightStatistics } from '../../protocol/filters';
import type { Steps } from '../tensor/steps';

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
const HEAD = 32;
/** Numbers looked at between two pauses. */
const STRIDE = 2 ** 22;
const BINS = 64;

/** Euclidean norm of each filter. */
export function* normsOf(values: Float32Array, [filters]: Dims): Steps<Float32Array> {
  const size = values.length / filters;
  const norms = new Float32Array(filters);
  for (let f = 0; f < filters; f++) {
    norms[f] = Math.sqrt(sumOfSquares(values, f * size, (f + 1) * size));
    yield;
  }
  return norms;
}

function sumOfSquares(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] * values[i];
  return sum;
}

/** Dead filters, norm, duplicates and share of near-zero weights of kernels [filters, …]. */
export function* healthOf(values: Float32Array, dims: Dims, known?: Float32Array): Steps<FilterHealth> {
  const norms = known ?? (yield* normsOf(values, dims));
  const median = [...norms].sort((a, b) => a - b)[Math.floor(norms.length / 2)];
  const dead = [...norms.keys()].filter((f) => norms[f] <= DEAD * median);
  const norm = Math.hypot(...chunked(norms));
  const limit = (NEAR_ZERO * norm) / Math.sqrt(values.length);
  let small = 0;
  for (const part of parts(values)) {
    small += countWithin(part, limit);
    yield;
  }
  return { norm, dead, duplicates: yield* duplicatesOf(values, norms, new Set(dead)), nearZero: small / values.length };
}

function* parts(values: Float32Array): Iterable<Float32Array> {
  for (let from = 0; from < values.length; from += STRIDE) yield values.subarray(from, from + STRIDE);
}

function countWithin(values: Float32Array, limit: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) <= limit) count++;
  return count;
}

/** Norms of parts: so many arguments as a layer has filters would overflow the stack. */
function chunked(norms: Float32Array): number[] {
  return Array.from({ length: Math.ceil(norms.length / 4096) }, (_, k) =>
    Math.hypot(...norms.subarray(4096 * k, 4096 * (k + 1))),
  );
}

/**
 * Pairs whose cosine is at least ALIKE, that is, whose unit vectors lie within sqrt(2 − 2·ALIKE). The squared distance
 * only grows while it is summed, so most pairs are dismissed after a few numbers.
 */
function* duplicatesOf(
  values: Float32Array,
  norms: Float32Array,
  dead: ReadonlySet<number>,
): Steps<FilterHealth['duplicates']> {
  const filters = norms.length;
  const size = values.length / filters;
  const farthest = 2 - 2 * ALIKE;
  if (size < 2 || (filters * filters * Math.max(8, size * (1 - ALIKE))) / 2 > MOST_COMPARED) return null;
  const alive = [...norms.keys()].filter((f) => !dead.has(f));
  const unit = unitVectors(values, norms, size, size);
  // The first numbers of all filters lie close together in memory, and settle most pairs: unlike ones are 2/size apart
  // per number.
  const short = Math.min(size, Math.max(HEAD, Math.ceil(farthest * size)));
  const heads = unitVectors(values, norms, size, short);
  const pairs: { first: number; second: number; cosine: number }[] = [];
  for (const [k, first] of alive.entries()) {
    yield;
    for (let n = k + 1; n < alive.length; n++) {
      if (squaredDistance(heads, first * short, alive[n] * short, short, farthest) > farthest) continue;
      const distance = squaredDistance(unit, first * size, alive[n] * size, size, farthest);
      if (distance <= farthest) pairs.push({ first, second: alive[n], cosine: 1 - distance / 2 });
      if (pairs.length === MOST_PAIRS) return pairs;
    }
  }
  return pairs;
}

/** The first `length` numbers of each filter, divided by its norm. */
function unitVectors(values: Float32Array, norms: Float32Array, size: number, length: number): Float32Array {
  const out = new Float32Array(norms.length * length);
  for (let f = 0; f < norms.length; f++)
    for (let i = 0; i < length; i++) out[f * length + i] = values[f * size + i] / norms[f];
  return out;
}

/** Squared distance of two vectors, or any number above `farthest` once it is passed. */
function squaredDistance(values: Float32Array, from: number, to: number, size: number, farthest: number): number {
  let distance = 0;
  for (let i = 0; i < size && distance <= farthest; i++) {
    const d = values[from + i] - values[to + i];
    distance += d * d;
  }
  return distance;
}

export function* statisticsOf(values: Float32Array): Steps<WeightStatistics> {
  const moments = { minimum: Infinity, maximum: -Infinity, sum: 0, squares: 0 };
  for (const part of parts(values)) {
    addMoments(part, moments);
    yield;
  }
  const { minimum, maximum, sum, squares } = moments;
  const mean = sum / values.length;
  const counts = new Float64Array(BINS);
  const scale = maximum > minimum ? BINS / (maximum - minimum) : 0;
  for (const part of parts(values)) {
    addCounts(part, minimum, scale, counts);
    yield;
  }
  return {
    minimum,
    maximum,
    mean,
    deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)),
    histogram: [...counts],
  };
}

function addMoments(
  values: Float32Array,
  moments: { minimum: number; maximum: number; sum: number; squares: number },
): void {
  let { minimum, maximum, sum, squares } = moments;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
    squares += value * value;
  }
  Object.assign(moments, { minimum, maximum, sum, squares });
}

/** Numbers that are not one (NaN) are in no bin. */
function addCounts(values: Float32Array, minimum: number, scale: number, counts: Float64Array): void {
  for (let i = 0; i < values.length; i++)
    if (values[i] >= minimum) counts[Math.min(BINS - 1, Math.floor((values[i] - minimum) * scale))]++;
}
