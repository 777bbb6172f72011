import type { Dimension, Node } from '../../model';
import { minus, plus, times } from '../dimension';
import { outputsOf, type ShapeRule } from '../facts';
import { spatialPositions, windowsOf } from '../window';

export const pooling: ShapeRule = {
  ops: ['MaxPool', 'AveragePool', 'LpPool'],
  infer: ({ node, shape, type }) => {
    const pooled = pooledShape(node, shape(0));
    return outputsOf(node, (k) => ({ type: k === 0 ? type(0) : 'int64', shape: pooled }));
  },
};

/** The inverse of MaxPool, as gradients use it: without an explicit output shape. */
export const unpooling: ShapeRule = {
  ops: ['MaxUnpool'],
  infer: ({ node, shape, type }) => {
    const input = shape(0);
    const lengths = windowsOf(node, []).map(
      ({ stride, kernel, before, after }, axis) =>
        input && plus(times(minus(input[axis + 2], 1), stride), kernel - before - after),
    );
    return [{ type: type(0), shape: input && [input[0], input[1], ...lengths] }];
  },
};

export const globalPooling: ShapeRule = {
  ops: ['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool'],
  infer: ({ shape, type }) => [{ type: type(0), shape: shape(0)?.map((d, axis) => (axis < 2 ? d : 1)) ?? null }],
};

function pooledShape(node: Node, input: readonly Dimension[] | null): Dimension[] | null {
  return input && [input[0], input[1], ...spatialPositions(input, windowsOf(node, []))];
}
