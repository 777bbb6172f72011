import { floats, int64, type ElementType, type Tensor } from '../../tensor/tensor';

/** A scalar constant of the type that the tensor it meets has. */
export function scalarOf(type: ElementType, value: number): Tensor {
  if (type === 'float16') return { type, dims: [], data: Uint16Array.of(halfBits(value)) };
  if (type === 'bfloat16')
    return { type, dims: [], data: Uint16Array.of(new Uint32Array(Float32Array.of(value).buffer)[0] >>> 16) };
  if (type === 'float64') return { type, dims: [], data: Float64Array.of(value) };
  if (type === 'int64') return { type, dims: [], data: BigInt64Array.of(int64(value)) };
  if (type === 'int32') return { type, dims: [], data: Int32Array.of(value) };
  if (type === 'int8') return { type, dims: [], data: Int8Array.of(value) };
  if (type === 'uint8' || type === 'bool') return { type, dims: [], data: Uint8Array.of(value) };
  return floats([], [value]);
}

/** A number as IEEE 754 binary16 bits, rounded to nearest even; values beyond its range become its largest. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.min(Math.abs(value), 65504);
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  const bits = ((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 1024);
  return sign | bits;
}

const roundToEven = (value: number): number =>
  Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
