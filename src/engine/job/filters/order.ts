import { RandomStream } from '../../tensor/random';

/** Numbers by which a filter is compared; longer ones are projected onto as many random directions. */
const SKETCH = 128;
/** Chains of more filters than this take seconds: they keep the order of norms. */
const MOST_CHAINED = 4096;

/** Indices by falling value; equal ones keep their order. */
export function falling(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
}

/**
 * A chain in which each filter is followed by the one most like it (largest cosine) among those left, from the strongest on.
 * Filters of many numbers are compared by a count sketch (Charikar, Chen, Farach-Colton, ICALP 2002), which keeps cosines to about 1/sqrt(128).
 * @param values [filters, …]
 */
export function similarityChain(values: Float32Array, norms: Float32Array): Uint32Array {
  const strongest = falling(norms);
  const filters = norms.length;
  if (filters > MOST_CHAINED) return strongest;
  const size = values.length / filters;
  const length = Math.min(size, SKETCH);
  const sketch = unitVectors(size > SKETCH ? sketched(values, size) : Float64Array.from(values), length);
  const left = [...strongest];
  const chain = Uint32Array.from({ length: filters }, () => 0);
  let current = left.shift()!;
  chain[0] = current;
  for (let k = 1; k < filters; k++) {
    let best = 0;
    let most = -Infinity;
    for (let n = 0; n < left.length; n++) {
      let cosine = 0;
      for (let i = 0; i < length; i++) cosine += sketch[current * length + i] * sketch[left[n] * length + i];
      if (cosine > most) [best, most] = [n, cosine];
    }
    [current] = left.splice(best, 1);
    chain[k] = current;
  }
  return chain;
}

/** Adds each number, with a random sign, to a random one of SKETCH sums. */
function sketched(values: Float32Array, size: number): Float64Array {
  const random = new RandomStream('filter sketch');
  const places = Uint8Array.from({ length: size }, () => random.below(SKETCH));
  const signs = Int8Array.from({ length: size }, () => (random.below(2) ? 1 : -1));
  const out = new Float64Array((values.length / size) * SKETCH);
  for (let i = 0, f = 0; i < values.length; f++) for (let k = 0; k < size; k++, i++) out[f * SKETCH + places[k]] += signs[k] * values[i];
  return out;
}

function unitVectors(values: Float64Array, length: number): Float64Array {
  for (let from = 0; from < values.length; from += length) {
    const vector = values.subarray(from, from + length);
    const norm = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0)) || 1;
    for (let i = 0; i < length; i++) vector[i] /= norm;
  }
  return values;
}
