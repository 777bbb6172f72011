import { int, numberAttribute, text, type Dimension } from '../../graph/model';
import { numbersOf, weightOf } from '../../graph/weight';
import { undifferentiable } from '../arithmetic';
import { contracted } from '../linear';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, lengthOf, lengthTensor, rankOf, reshaped, shapeTensor, zeroPadded, zerosLike } from '../shaping';

/** Numbers taken several times get the sum of their gradients. */
export const gatherRule: GradientRule = {
  ops: ['Gather'],
  backward(context) {
    const { node, shape } = context;
    const axis = axisOf(numberAttribute(node, 'axis', 0), rankOf(context, node.inputs[0]));
    const run = runOf(context, axis);
    const rank = rankOf(context, node.inputs[0]);
    const length = shape(node.inputs[0])[axis];
    const flat = withOneIndexAxis(context, axis);
    if (run && typeof length === 'number')
      return [zeroPadded(context, flat, rank, [axis], [run.first], [length - run.first - run.count])];
    if (typeof length === 'number' && length > MOST_SELECTED) return [addedUp(context, flat, rank, axis)];
    return [contracted(context, flat, rank, axis, selection(context, axis))];
  },
};

/** Longer axes (the words of an embedding) are no longer worth a product with the identity's columns. */
const MOST_SELECTED = 128;

/**
 * Every gathered slice's gradient added where it came from. ScatterND would be faster, but ONNX Runtime's threads
 * overwrite each other's sums where an index stands twice.
 */
function addedUp(context: ReverseContext, gradient: string, rank: number, axis: number): string {
  const { node, builder } = context;
  const along = Array.from({ length: rank }, (_, k) => (k === axis ? -1 : 1));
  const indices = reshaped(context, node.inputs[1], along);
  const repeated = builder.op('Expand', [indices, builder.op('Shape', [gradient])]);
  const zeros = zerosLike(context, node.inputs[0]);
  return builder.op('ScatterElements', [zeros, repeated, gradient], { axis: int(axis), reduction: text('add') });
}

/** Constant indices that follow one another: a slice. */
function runOf(context: ReverseContext, axis: number): { first: number; count: number } | undefined {
  const indices = context.constant(context.node.inputs[1]);
  const length = context.shape(context.node.inputs[0])[axis];
  if (!indices || typeof length !== 'number' || indices.data.length === 0) return undefined;
  const positions = numbersOf(weightOf(indices)).map((index) => (index < 0 ? index + length : index));
  return positions.every((position, k) => position === positions[0] + k)
    ? { first: positions[0], count: positions.length }
    : undefined;
}

/** The gradient with the axes of the indices made one. */
function withOneIndexAxis(context: ReverseContext, axis: number): string {
  const { node, gradients, builder, shape } = context;
  const indexRank = rankOf(context, node.inputs[1]);
  if (indexRank === 1) return gradients[0]!;
  if (indexRank === 0) return builder.op('Unsqueeze', [gradients[0]!, builder.integers(axis)]);
  const before = new Array<number>(axis).fill(0);
  const after = shape(node.inputs[0]).slice(axis + 1);
  if (after.every((d) => typeof d === 'number')) return reshaped(context, gradients[0]!, [...before, -1, ...after]);
  throw undifferentiable(context, 'it gathers by a table from a tensor of unknown shape');
}

/** The columns of the identity that are gathered. */
function selection(context: ReverseContext, axis: number): string {
  const { node, builder } = context;
  const length = lengthTensor(context, node.inputs[0], axis);
  const identity = builder.op('EyeLike', [
    builder.op('ConstantOfShape', [builder.op('Concat', [length, length], { axis: int(0) })]),
  ]);
  const indices = rankOf(context, node.inputs[1]) === 1 ? node.inputs[1] : reshaped(context, node.inputs[1], [-1]);
  return builder.op('Gather', [identity, indices], { axis: int(1) });
}

export const gatherElementsRule: GradientRule = {
  ops: ['GatherElements'],
  backward(context) {
    const { node, gradients, builder } = context;
    const axis = int(numberAttribute(node, 'axis', 0));
    const zeros = zerosLike(context, node.inputs[0]);
    return [builder.op('ScatterElements', [zeros, node.inputs[1], gradients[0]!], { axis, reduction: text('add') })];
  },
};

export const gatherNdRule: GradientRule = {
  ops: ['GatherND'],
  backward(context) {
    const { node, shape } = context;
    const batches = numberAttribute(node, 'batch_dims', 0);
    const indices = batches === 0 ? node.inputs[1] : withBatchPositions(context, node.inputs[1], batches);
    const axes = batches + lengthOf(context, node.inputs[1], rankOf(context, node.inputs[1]) - 1);
    return [sentBack(context, indices, axes, shape(node.inputs[0]))];
  },
};

/** Slices added where their indices of the first axes point, as one axis: ScatterND would lose sums (see `addedUp`). */
function sentBack(context: ReverseContext, indices: string, axes: number, shape: readonly Dimension[]): string {
  const { node, gradients, builder } = context;
  const [x] = node.inputs;
  const sizes = shape.slice(1).map((_, k) => lengthOf(context, x, k + 1));
  const product = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);
  const strides = Array.from({ length: axes }, (_, axis) => product(sizes.slice(axis, axes - 1)));
  const lengths = builder.op('Slice', [shapeTensor(context, x), builder.integers(0), builder.integers(axes)]);
  const positions = builder.op('Mul', [builder.op('Mod', [indices, lengths]), builder.integers(...strides)]);
  const rows = builder.op('ReduceSum', [positions, builder.integers(-1)], { keepdims: int(0) });
  const flat = (tensor: string) => reshaped(context, tensor, [-1, product(sizes.slice(axes - 1))]);
  const gradient = flat(gradients[0]!);
  const repeated = builder.op('Expand', [reshaped(context, rows, [-1, 1]), builder.op('Shape', [gradient])]);
  const inputs = [flat(zerosLike(context, x)), repeated, gradient];
  const sum = builder.op('ScatterElements', inputs, { axis: int(0), reduction: text('add') });
  return builder.op('Reshape', [sum, shapeTensor(context, x)]);
}

/** Indices that name their position in the leading axes too, as ScatterND wants them. */
function withBatchPositions(context: ReverseContext, indices: string, batches: number): string {
  const { builder } = context;
  const rank = rankOf(context, indices);
  const shape = shapeTensor(context, indices);
  const leading = builder.op('Slice', [shape, builder.integers(0), builder.integers(rank - 1)]);
  const prefix = builder.op('Concat', [leading, builder.integers(1)], { axis: int(0) });
  const positions = Array.from({ length: batches }, (_, axis) => {
    const count = builder.op('Squeeze', [lengthTensor(context, indices, axis)]);
    const range = builder.op('Range', [zero(context), count, one(context)]);
    const aligned = reshaped(
      context,
      range,
      Array.from({ length: rank }, (_, k) => (k === axis ? -1 : 1)),
    );
    return builder.op('Expand', [aligned, prefix]);
  });
  return builder.op('Concat', [...positions, indices], { axis: int(-1) });
}

const zero = ({ builder }: ReverseContext): string => builder.op('Squeeze', [builder.integers(0)]);
const one = ({ builder }: ReverseContext): string => builder.op('Squeeze', [builder.integers(1)]);

/** Of the k largest (or smallest) values, each passes its gradient to its place. */
export const topKRule: GradientRule = {
  ops: ['TopK'],
  backward(context) {
    const { node, gradients, builder } = context;
    const indices = node.outputs[1] || builder.ops('TopK', node.inputs, node.attributes, 2)[1];
    const axis = int(numberAttribute(node, 'axis', -1));
    return [
      builder.op('ScatterElements', [zerosLike(context, node.inputs[0]), indices, gradients[0]!], { axis }),
      undefined,
    ];
  },
};
