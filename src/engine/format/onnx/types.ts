import { onnx } from 'onnx-proto';
import type { ElementType } from '../../tensor/tensor';

const { DataType } = onnx.TensorProto;

/** ONNX's type numbers and our names; the packed 4- and 8-bit float types are not supported by this reader. */
const NAMES: readonly (readonly [number, ElementType])[] = [
  [DataType.FLOAT, 'float32'],
  [DataType.DOUBLE, 'float64'],
  [DataType.FLOAT16, 'float16'],
  [DataType.BFLOAT16, 'bfloat16'],
  [DataType.INT8, 'int8'],
  [DataType.UINT8, 'uint8'],
  [DataType.INT16, 'int16'],
  [DataType.UINT16, 'uint16'],
  [DataType.INT32, 'int32'],
  [DataType.UINT32, 'uint32'],
  [DataType.INT64, 'int64'],
  [DataType.UINT64, 'uint64'],
  [DataType.BOOL, 'bool'],
  [DataType.STRING, 'string'],
  [DataType.COMPLEX64, 'complex64'],
  [DataType.COMPLEX128, 'complex128'],
];
const byNumber = new Map(NAMES);
const byName = new Map(NAMES.map(([number, name]) => [name, number]));

export const elementType = (number: number): ElementType | undefined => byNumber.get(number);
export const typeNumber = (type: ElementType): number => byName.get(type)!;

/** protobufjs gives 64-bit integers as numbers or as objects with `toNumber`. */
export const toNumber = (value: number | { toNumber(): number }): number =>
  typeof value === 'number' ? value : value.toNumber();
