const BITS = 11;
const BINS = 1 << BITS;
const LARGEST = 2 ** 32 - 1;

/**
 * Indices that sort non-negative numbers, told apart to one part in 2³² of the largest; equal ones keep their order. A
 * radix sort in three passes, linear in the length: sorting a million edge costs must not take longer than making them.
 */
export function ascending(values: Float64Array): Uint32Array {
  let peak = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > peak) peak = values[i];
  const scale = peak > 0 ? LARGEST / peak : 0;
  let keys = new Uint32Array(values.length);
  let order = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    keys[i] = values[i] * scale;
    order[i] = i;
  }
  let nextKeys = new Uint32Array(values.length);
  let nextOrder = new Uint32Array(values.length);
  for (let shift = 0; shift < 32; shift += BITS) {
    pass(keys, order, shift, nextKeys, nextOrder);
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
}

/** Moves keys and their indices to the order of one digit. */
function pass(
  keys: Uint32Array,
  order: Uint32Array,
  shift: number,
  sortedKeys: Uint32Array,
  sortedOrder: Uint32Array,
): void {
  const starts = new Uint32Array(BINS + 1);
  for (let i = 0; i < keys.length; i++) starts[((keys[i] >>> shift) & (BINS - 1)) + 1]++;
  for (let bin = 0; bin < BINS; bin++) starts[bin + 1] += starts[bin];
  for (let i = 0; i < keys.length; i++) {
    const at = starts[(keys[i] >>> shift) & (BINS - 1)]++;
    sortedKeys[at] = keys[i];
    sortedOrder[at] = order[i];
  }
}
