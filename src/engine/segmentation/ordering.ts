const DIGITS = 4;
const BINS = 1 << 16;

/**
 * Indices that sort non-negative doubles, equal ones in their given order: a radix sort over the 16-bit digits of
 * IEEE 754, whose bit patterns order as the numbers do. Linear in the length.
 */
export function ascending(values: Float64Array): Uint32Array {
  const digits = new Uint16Array(values.buffer, values.byteOffset, values.length * DIGITS);
  let order = Uint32Array.from(values, (_, i) => i);
  let sorted = new Uint32Array(values.length);
  for (let digit = 0; digit < DIGITS; digit++) {
    const starts = new Uint32Array(BINS + 1);
    for (let i = 0; i < values.length; i++) starts[digits[i * DIGITS + digit] + 1]++;
    for (let bin = 0; bin < BINS; bin++) starts[bin + 1] += starts[bin];
    for (const index of order) sorted[starts[digits[index * DIGITS + digit]]++] = index;
    [order, sorted] = [sorted, order];
  }
  return order;
}
