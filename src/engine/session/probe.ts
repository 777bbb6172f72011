import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';

/** Smooth, deterministic inputs [count, …dims], each different: no random numbers, no special values. */
export function probeInputs(dims: readonly number[], count: number): FloatTensor {
  const size = sizeOf(dims);
  const data = new Float32Array(count * size);
  for (let i = 0; i < data.length; i++) data[i] = Math.sin((i % size) * 0.37 + Math.floor(i / size)) * 0.5 + 0.25;
  return floats([count, ...dims], data);
}

/** max |a − b| / max |b|. */
export function relativeDifference(a: FloatTensor, b: FloatTensor): number {
  let peak = 1e-12;
  let most = 0;
  for (let i = 0; i < b.data.length; i++) {
    peak = Math.max(peak, Math.abs(b.data[i]));
    most = Math.max(most, Math.abs(a.data[i] - b.data[i]));
  }
  return most / peak;
}
