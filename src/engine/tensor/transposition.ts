import { sizeOf, stridesOf, type NumericArray, type Tensor } from './tensor';

/** A tensor with its axes in another order: axis k of the result is axis `order[k]` of the tensor. The values are copied. */
export function transposed<T extends Tensor>(tensor: T, order: readonly number[]): T {
  const dims = order.map((axis) => tensor.dims[axis]);
  const from = stridesOf(tensor.dims);
  const steps = order.map((axis) => from[axis]);
  const size = sizeOf(dims);
  const data = new (tensor.data.constructor as new (length: number) => NumericArray)(size);
  const inner = dims.at(-1) ?? 1;
  const step = steps.at(-1) ?? 1;
  const index = new Array<number>(Math.max(0, dims.length - 1)).fill(0);
  for (let at = 0, start = 0; at < size;) {
    for (let k = 0; k < inner; k++) data[at++] = tensor.data[start + k * step];
    for (let axis = index.length - 1; axis >= 0; axis--) {
      start += steps[axis];
      if (++index[axis] < dims[axis]) break;
      start -= dims[axis] * steps[axis];
      index[axis] = 0;
    }
  }
  return { ...tensor, dims, data };
}
