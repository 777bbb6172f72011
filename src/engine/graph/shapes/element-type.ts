import type { ElementType } from '../../tensor/tensor';

/** ONNX's numbers for element types (TensorProto.DataType), as they stand in attributes such as `to` of Cast. */
const TYPES: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'string',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
};

export const elementTypeOf = (number: number): ElementType => TYPES[number] ?? 'float32';

/** ONNX's number of an element type. */
export function elementNumberOf(type: ElementType): number {
  return Number(Object.entries(TYPES).find(([, name]) => name === type)![0]);
}
