import { numberAttribute, type Dimension } from '../../model';
import { broadcastShape } from '../dimension';
import { type ShapeRule } from '../facts';

/** Matrix product with NumPy's rules for vectors and broadcast leading axes. */
export const matrixProduct: ShapeRule = {
  ops: ['MatMul', 'MatMulInteger'],
  infer: ({ node, shape, type }) => [
    { type: node.op === 'MatMul' ? type(0) : 'int32', shape: multiplied(shape(0), shape(1)) },
  ],
};

export const quantizedMatrixProduct: ShapeRule = {
  ops: ['QLinearMatMul'],
  infer: ({ shape, type }) => [{ type: type(7), shape: multiplied(shape(0), shape(3)) }],
};

export const gemm: ShapeRule = {
  ops: ['Gemm'],
  infer({ node, shape, type }) {
    const a = shape(0);
    const b = shape(1);
    const rows = a && a[numberAttribute(node, 'transA', 0) ? 1 : 0];
    const columns = b && b[numberAttribute(node, 'transB', 0) ? 0 : 1];
    return [{ type: type(0), shape: a || b ? [rows ?? null, columns ?? null] : null }];
  },
};

function multiplied(a: readonly Dimension[] | null, b: readonly Dimension[] | null): Dimension[] | null {
  if (!a || !b || a.length === 0 || b.length === 0) return null;
  const leading = broadcastShape(a.slice(0, -2), b.slice(0, -2))!;
  return [...leading, ...(a.length > 1 ? a.slice(-2, -1) : []), ...(b.length > 1 ? b.slice(-1) : [])];
}
