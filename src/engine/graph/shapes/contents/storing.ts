import { int64, type ElementType, type NumericArray } from '../../../tensor/tensor';
import type { Weight } from '../../model';
import { isStatic } from '../dimension';
import { numbersIn, type Facts } from '../facts';
import { weightOf } from '../../weight';

const STORES: Partial<Record<ElementType, (values: readonly number[]) => NumericArray>> = {
  float32: (v) => Float32Array.from(v),
  float64: (v) => Float64Array.from(v),
  int64: (v) => BigInt64Array.from(v, int64),
  int32: (v) => Int32Array.from(v),
  uint32: (v) => Uint32Array.from(v),
  int16: (v) => Int16Array.from(v),
  uint16: (v) => Uint16Array.from(v),
  int8: (v) => Int8Array.from(v),
  uint8: (v) => Uint8Array.from(v),
  bool: (v) => Uint8Array.from(v),
};

/** A tensor whose every value is known, as a weight; undefined for any other. */
export function storedContents(facts: Facts | undefined): Weight | undefined {
  const values = numbersIn(facts);
  const store = facts && STORES[facts.type];
  if (!values || !store || !isStatic(facts.shape)) return undefined;
  return weightOf({ type: facts.type, dims: facts.shape, data: store(values) });
}
