import { asFloats, sizeOf, type ElementType, type FloatTensor, type NumericArray, type Tensor } from '../tensor/tensor';
import type { Weight } from './model';

type ArrayType = {
  new (buffer: ArrayBufferLike, offset: number, length: number): NumericArray;
  readonly BYTES_PER_ELEMENT: number;
};

/** The array that holds each numeric element type, as stored. */
const ARRAYS: Partial<Record<ElementType, ArrayType>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

export function bytesPerElement(type: ElementType): number {
  const array = ARRAYS[type];
  if (!array) throw new RangeError(`${type} has no fixed element size`);
  return array.BYTES_PER_ELEMENT;
}

/** A typed array over bytes; shares them where they are aligned, copies otherwise. */
export function typedArray(type: ElementType, bytes: Uint8Array): NumericArray {
  const array = ARRAYS[type];
  if (!array) throw new RangeError(`${type} is not numeric`);
  const aligned = bytes.byteOffset % array.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  return new array(aligned.buffer, aligned.byteOffset, Math.floor(bytes.byteLength / array.BYTES_PER_ELEMENT));
}

/** A weight's values. Use for small constants (shapes, axes, biases): unaligned bytes are copied. */
export function tensorOf(weight: Weight): Tensor {
  return { type: weight.type, dims: weight.dims, data: typedArray(weight.type, weight.bytes) };
}

/** A weight's values as float32. */
export function floatsOf(weight: Weight): FloatTensor {
  return asFloats(tensorOf(weight));
}

/** A weight's values as numbers; meant for shapes, axes, pads. */
export function numbersOf(weight: Weight): number[] {
  return Array.from(tensorOf(weight).data as ArrayLike<number | bigint>, Number);
}

/** A tensor as a weight; shares its memory. */
export function weightOf(tensor: Tensor): Weight {
  if (tensor.data.length !== sizeOf(tensor.dims))
    throw new RangeError(`weight does not fill [${tensor.dims.join(', ')}]`);
  return {
    type: tensor.type,
    dims: tensor.dims,
    bytes: new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength),
  };
}
