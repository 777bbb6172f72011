/** Kinds of numbers as files store them. */
export type NumberKind =
  'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'uint64' | 'int64' | 'float32' | 'float64';

type Stored = Iterable<number> | Iterable<bigint>;
type Reader = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): Stored & { readonly length: number } };

const READERS: Readonly<Record<NumberKind, Reader>> = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
};

export const bytesOfKind = (kind: NumberKind): number => READERS[kind].BYTES_PER_ELEMENT;

/**
 * `count` numbers of a file from a place on.
 * @param place with all of them inside `bytes`
 */
export function storedNumbers(
  bytes: Uint8Array,
  place: number,
  count: number,
  kind: NumberKind,
  isLittle = true,
): Float32Array {
  const Reader = READERS[kind];
  const size = Reader.BYTES_PER_ELEMENT;
  // A copy of its own lies where numbers of any size may be read.
  const own = Buffer.from(new Uint8Array(bytes.subarray(place, place + count * size)).buffer);
  if (!isLittle && size === 2) own.swap16();
  if (!isLittle && size === 4) own.swap32();
  if (!isLittle && size === 8) own.swap64();
  const stored = new Reader(own.buffer);
  const values = new Float32Array(count);
  let k = 0;
  for (const value of stored) values[k++] = Number(value);
  return values;
}
