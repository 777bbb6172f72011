import { Arithmetic, gradientTypeOf } from './arithmetic';
import { reshaped, transposed } from './shaping';
import type { ReverseContext } from './rule';

/**
 * Contracts one axis of a tensor with a matrix [m, n]: axis length n becomes m (the transpose of the map x -> x ·
 * matrix). Resampling, pooling and padding are such maps, one per axis; their matrix is found by applying the operator
 * itself to the identity, which ONNX Runtime folds to a constant when the session is made.
 * @param rank of the tensor
 */
export function contracted(
  context: ReverseContext,
  tensor: string,
  rank: number,
  axis: number,
  matrix: string,
): string {
  const { builder } = context;
  if (axis === rank - 2) return builder.op('MatMul', [matrix, tensor]);
  const flipped = transposed(context, matrix, [1, 0]);
  if (axis === rank - 1) return builder.op('MatMul', [tensor, flipped]);
  const order = Array.from({ length: rank }, (_, k) => k).filter((k) => k !== axis);
  const moved = [...order, axis];
  const back = Array.from({ length: rank }, (_, k) => moved.indexOf(k));
  return transposed(context, builder.op('MatMul', [transposed(context, tensor, moved), flipped]), back);
}

/** The identity matrix of a size, with leading axes of length 1 up to `rank`. */
export function identityMatrix(context: ReverseContext, size: number, rank = 2): string {
  const { builder } = context;
  const square = builder.op('ConstantOfShape', [builder.integers(size, size)]);
  const eye = builder.op('EyeLike', [square]);
  const identity = gradientTypeOf(context) === 'float32' ? eye : new Arithmetic(context).cast(eye);
  return rank === 2 ? identity : reshaped(context, identity, [...new Array<number>(rank - 2).fill(1), size, size]);
}
