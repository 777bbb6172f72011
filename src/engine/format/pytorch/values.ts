import type { Weight } from '../../graph/model';
import { bytesPerElement } from '../../graph/weight';
import { sizeOf, stridesOf } from '../../tensor/tensor';
import type { TensorReference } from './pickled';
import type { Storages } from './storages';

/** One tensor is held whole, whatever its strides repeat; torch packs no storage, so a packed one is never large. */
const MOST_BYTES = 2 ** 30;

/**
 * The values of a tensor, in row-major order whatever its strides.
 * @throws LensError `corrupt-model` when they lie outside the storage
 */
export function readStored(storages: Storages, tensor: TensorReference): Weight {
  const { type, dims, strides, offset, storage } = tensor;
  const size = storages.size(storage.key);
  if (size === undefined) throw storages.corrupt(`the storage ${storage.key} is missing`);
  const width = bytesPerElement(type);
  const count = sizeOf(dims);
  // One past the last element the tensor reaches.
  const reach = count === 0 ? 0 : 1 + dims.reduce((sum, d, axis) => sum + (d - 1) * strides[axis], 0);
  const shown = `a tensor [${dims.slice(0, 8).join(', ')}${dims.length > 8 ? ', …' : ''}]`;
  if ((offset + reach) * width > size) throw storages.corrupt(`${shown} passes the end of its storage`);
  if (Math.max(count, reach) * width > MOST_BYTES)
    throw storages.corrupt(`${shown} takes more than ${MOST_BYTES} bytes, which are the most that are read`);
  const span = storages.read(storage.key, offset * width, reach * width);
  const bytes = isRowMajor(dims, strides) ? span : gathered(span, dims, strides, width);
  if (storages.bigEndian) swap(bytes, width);
  return { type, dims, bytes };
}

function isRowMajor(dims: readonly number[], strides: readonly number[]): boolean {
  const expected = stridesOf(dims);
  return dims.every((d, axis) => d <= 1 || strides[axis] === expected[axis]);
}

function gathered(span: Uint8Array, dims: readonly number[], strides: readonly number[], width: number): Uint8Array {
  const count = sizeOf(dims);
  const bytes = new Uint8Array(count * width);
  const at = new Array<number>(dims.length).fill(0);
  let from = 0;
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < width; b++) bytes[i * width + b] = span[from * width + b];
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++at[axis] < dims[axis]) break;
      from -= dims[axis] * strides[axis];
      at[axis] = 0;
    }
  }
  return bytes;
}

function swap(bytes: Uint8Array, width: number): void {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}
