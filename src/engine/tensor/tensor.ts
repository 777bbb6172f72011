/** Element types of arrays, named as ONNX and NumPy name them. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'complex64'
  | 'complex128';

export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense array in row-major order. float16 and bfloat16 are held as their 16 bits; bool as 0 or 1. */
export interface Tensor<D extends NumericArray = NumericArray> {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: D;
}
export type FloatTensor = Tensor<Float32Array>;

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(dims: readonly number[]): number {
  let size = 1;
  for (const d of dims) size *= d;
  return size;
}

/** Elements to step over per axis, row-major. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length);
  let step = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= dims[axis];
  }
  return strides;
}

/** A float32 tensor over `data` (zeros when absent); the data is not copied. */
export function floats(dims: readonly number[], data?: Float32Array | readonly number[]): FloatTensor {
  const array =
    data === undefined ? new Float32Array(sizeOf(dims)) : data instanceof Float32Array ? data : Float32Array.from(data);
  if (array.length !== sizeOf(dims)) throw new RangeError(`${array.length} values do not fill [${dims.join(', ')}]`);
  return { type: 'float32', dims, data: array };
}

/** An int64 tensor, the type ONNX uses for shapes, axes and indices. */
export function integers(values: readonly number[], dims: readonly number[] = [values.length]): Tensor<BigInt64Array> {
  return { type: 'int64', dims, data: BigInt64Array.from(values, int64) };
}

const LARGEST = 2n ** 63n - 1n;
/** The largest int64 (an open end of a Slice) is not a JavaScript number; its neighbour 2^63 would wrap around. */
export const int64 = (value: number): bigint => (value >= 2 ** 63 ? LARGEST : BigInt(Math.trunc(value)));

/** The same values with another shape of equal size; shares the data. */
export function reshaped<T extends Tensor>(tensor: T, dims: readonly number[]): T {
  if (sizeOf(dims) !== sizeOf(tensor.dims))
    throw new RangeError(`cannot view [${tensor.dims.join(', ')}] as [${dims.join(', ')}]`);
  return { ...tensor, dims };
}

/** Row `index` of the first axis, sharing the data; the first axis is kept with length 1. */
export function row(tensor: FloatTensor, index: number): FloatTensor {
  const step = sizeOf(tensor.dims.slice(1));
  return {
    type: 'float32',
    dims: [1, ...tensor.dims.slice(1)],
    data: tensor.data.subarray(index * step, (index + 1) * step),
  };
}

/** Some rows of the first axis, in the order asked for. */
export function rowsAt({ dims, data }: FloatTensor, rows: ArrayLike<number>): FloatTensor {
  const size = sizeOf(dims.slice(1));
  const chosen = floats([rows.length, ...dims.slice(1)]);
  for (let n = 0; n < rows.length; n++) chosen.data.set(data.subarray(rows[n] * size, (rows[n] + 1) * size), n * size);
  return chosen;
}

/** Tensors of equal trailing shape joined along the first axis. */
export function concatenated(tensors: readonly FloatTensor[]): FloatTensor {
  const rows = tensors.reduce((sum, t) => sum + t.dims[0], 0);
  const joined = floats([rows, ...tensors[0].dims.slice(1)]);
  let offset = 0;
  for (const tensor of tensors) {
    joined.data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  return joined;
}

/** Any real tensor as float32 values (a copy unless it is float32 already). */
export function asFloats(tensor: Tensor): FloatTensor {
  if (tensor.data instanceof Float32Array && tensor.type === 'float32') return tensor as FloatTensor;
  if (tensor.type === 'float16')
    return { type: 'float32', dims: tensor.dims, data: Float32Array.from(tensor.data as Uint16Array, halfToFloat) };
  const data = new Float32Array(tensor.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Number(tensor.data[i]);
  return { type: 'float32', dims: tensor.dims, data };
}

/** IEEE 754 binary16 bits to a number. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
