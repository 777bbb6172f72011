import { RandomStream } from '../tensor/random';
import type { Steps } from '../tensor/steps';

/**
 * Numbers by which a filter is compared, where there are few and where there are many: longer filters are sketched in
 * as many.
 */
const FINE = 128;
const COARSE = 32;
/** Filters from which comparing all pairs finely takes seconds. */
const MANY = 1024;
/** Chains of more filters than this take seconds: they keep the order of norms. */
const MOST_CHAINED = 4096;

/** Indices by falling value; equal ones keep their order. */
export function falling(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
}

/**
 * A chain in which each filter is followed by the one most like it (largest cosine) among those left, from the
 * strongest on. Filters of many numbers are compared by a count sketch (Charikar, Chen, Farach-Colton, ICALP 2002),
 * which keeps cosines to about 1/sqrt(128), of more than 1024 filters to 1/sqrt(32).
 * @param values [filters, …]
 */
export function* similarityChain(values: Float32Array, norms: Float32Array): Steps<Uint32Array> {
  const strongest = falling(norms);
  const filters = norms.length;
  if (filters > MOST_CHAINED) return strongest;
  const size = values.length / filters;
  const length = Math.min(size, filters > MANY ? COARSE : FINE);
  const sketch = unitVectors(size > length ? yield* sketched(values, size, length) : values.slice(), length);
  const left = [...strongest];
  const chain = Uint32Array.from({ length: filters }, () => 0);
  let current = strongest[0];
  left.shift();
  chain[0] = current;
  for (let k = 1; k < filters; k++) {
    yield;
    const best = mostAlike(sketch, length, current, left);
    current = left[best];
    // What took the place of the chosen one keeps its turn: which of equals comes first is of no meaning.
    left[best] = left[left.length - 1];
    left.pop();
    chain[k] = current;
  }
  return chain;
}

/** The place in `left` of the filter with the largest cosine to `current`. */
function mostAlike(sketch: Float32Array, length: number, current: number, left: readonly number[]): number {
  const from = current * length;
  let best = 0;
  let most = -Infinity;
  for (let n = 0; n < left.length; n++) {
    const to = left[n] * length;
    let cosine = 0;
    for (let i = 0; i < length; i++) cosine += sketch[from + i] * sketch[to + i];
    if (cosine > most) {
      best = n;
      most = cosine;
    }
  }
  return best;
}

/** Adds each number, with a random sign, to a random one of `length` sums. */
function* sketched(values: Float32Array, size: number, length: number): Steps<Float32Array> {
  const random = new RandomStream('filter sketch');
  const places = Uint8Array.from({ length: size }, () => random.below(length));
  const signs = Int8Array.from({ length: size }, () => (random.below(2) ? 1 : -1));
  const out = new Float32Array((values.length / size) * length);
  for (let i = 0, f = 0; i < values.length; f++) {
    for (let k = 0; k < size; k++, i++) out[f * length + places[k]] += signs[k] * values[i];
    yield;
  }
  return out;
}

function unitVectors(values: Float32Array, length: number): Float32Array {
  for (let from = 0; from < values.length; from += length) {
    const vector = values.subarray(from, from + length);
    const norm = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0)) || 1;
    for (let i = 0; i < length; i++) vector[i] /= norm;
  }
  return values;
}
