import { sizeOf, stridesOf } from '../../../tensor/tensor';

/** For each element of `shape`, the position of the element of `dims` that is broadcast to it. */
export function broadcastPositions(dims: readonly number[], shape: readonly number[]): number[] {
  const lead = shape.length - dims.length;
  const own = stridesOf(dims);
  const strides = shape.map((_, axis) => (axis < lead || dims[axis - lead] === 1 ? 0 : own[axis - lead]));
  return positionsAt(shape, strides);
}

/** offset + Σ index·stride for every index of `shape`, row-major. */
export function positionsAt(shape: readonly number[], strides: readonly number[], offset = 0): number[] {
  const positions = new Array<number>(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let position = offset;
  for (let i = 0; i < positions.length; i++) {
    positions[i] = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis];
      if (++index[axis] < shape[axis]) break;
      position -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return positions;
}
