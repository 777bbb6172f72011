import { numberAttribute, type Dimension } from '../../model';
import { fromFront, type ShapeContext, type ShapeRule } from '../facts';

export const reduction: ShapeRule = {
  ops: [
    'ReduceMax',
    'ReduceMean',
    'ReduceMin',
    'ReduceProd',
    'ReduceSum',
    'ReduceSumSquare',
    'ReduceL1',
    'ReduceL2',
    'ReduceLogSum',
    'ReduceLogSumExp',
  ],
  infer: (context) => [{ type: context.type(0), shape: reducedShape(context) }],
};

export const argument: ShapeRule = {
  ops: ['ArgMax', 'ArgMin'],
  infer({ node, shape }) {
    const input = shape(0);
    const axis = input ? fromFront(numberAttribute(node, 'axis', 0), input.length) : 0;
    return [
      { type: 'int64', shape: input && without(input, (k) => k === axis, numberAttribute(node, 'keepdims', 1) === 1) },
    ];
  },
};

function reducedShape({ node, shape, input, numbers }: ShapeContext): Dimension[] | null {
  const dims = shape(0);
  if (!dims) return null;
  const keep = numberAttribute(node, 'keepdims', 1) === 1;
  const given = input(1);
  const axes = numbers(1)?.map((axis) => fromFront(axis, dims.length));
  if (given && !axes) return keep ? dims.map(() => null) : null;
  if (!axes || axes.length === 0) {
    const all = numberAttribute(node, 'noop_with_empty_axes', 0) === 0;
    return without(dims, () => all, keep);
  }
  return without(dims, (axis) => axes.includes(axis), keep);
}

function without(dims: readonly Dimension[], reduced: (axis: number) => boolean, keep: boolean): Dimension[] {
  return keep ? dims.map((d, axis) => (reduced(axis) ? 1 : d)) : dims.filter((_, axis) => !reduced(axis));
}
