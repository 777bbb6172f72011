import type { ElementType } from '../../tensor/tensor';

/**
 * ONNX's numbers of element types (TensorProto.DataType), as they stand in tensors and in attributes such as `to` of
 * Cast; the packed types of 2 to 8 bits are not supported.
 */
const TYPES: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [14, 'complex64'],
  [15, 'complex128'],
  [16, 'bfloat16'],
]);
const numbers = new Map([...TYPES].map(([number, type]) => [type, number]));

export const knownElementType = (number: number): ElementType | undefined => TYPES.get(number);
export const elementTypeOf = (number: number): ElementType => TYPES.get(number) ?? 'float32';

/** ONNX's number of an element type. */
export const elementNumberOf = (type: ElementType): number => numbers.get(type)!;
