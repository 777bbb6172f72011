import { int, type Dimension } from '../graph/model';
import { integers } from '../tensor/tensor';
import { Arithmetic, gradientTypeOf, undifferentiable } from './arithmetic';
import type { ReverseContext, Writer } from './rule';

/** Rank of a tensor. */
export const rankOf = (context: ReverseContext, tensor: string): number => context.shape(tensor).length;

/** An axis attribute as a number from 0. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A length that must be known when the graph is built. @throws LensError when it is symbolic */
export function lengthOf(context: ReverseContext, tensor: string, axis: number): number {
  const length = context.shape(tensor)[axis];
  if (typeof length === 'number') return length;
  throw undifferentiable(context, `the length of axis ${axis} of ${tensor} is not fixed`);
}

/** The lengths of all axes from `first` on. */
export function lengthsOf(context: ReverseContext, tensor: string, first: number): number[] {
  return context
    .shape(tensor)
    .slice(first)
    .map((_, k) => lengthOf(context, tensor, first + k));
}

/** A 1-D tensor with a tensor's shape; a constant where everything is known. */
export function shapeTensor(context: ReverseContext, tensor: string): string {
  const shape = context.shape(tensor);
  if (shape.every((d) => typeof d === 'number')) return context.builder.constant(integers(shape), 'shape');
  return context.builder.op('Shape', [tensor]);
}

/**
 * The Reshape target that turns a gradient of shape `from` into `to`: 0 copies a symbolic axis, one may be inferred;
 * undefined if more are needed.
 */
function reshapeTarget(from: readonly Dimension[], to: readonly Dimension[]): number[] | undefined {
  let inferred = 0;
  const target = to.map((d, axis) => {
    if (typeof d === 'number') return d;
    if (d !== null && from[axis] === d) return 0;
    inferred++;
    return -1;
  });
  return inferred <= 1 && !to.includes(0) ? target : undefined;
}

/** A tensor of the shape of `from` viewed with the shape of `to`. */
export function reshapedLike(context: ReverseContext, gradient: string, from: string, to: string): string {
  const target = reshapeTarget(context.shape(from), context.shape(to));
  return context.builder.op('Reshape', [
    gradient,
    target ? context.builder.integers(...target) : shapeTensor(context, to),
  ]);
}

/** Reshape to constant lengths; 0 copies the axis of the input, -1 is inferred. */
export function reshaped({ builder }: Writer, tensor: string, target: readonly number[]): string {
  return builder.op('Reshape', [tensor, builder.integers(...target)]);
}

export function transposed({ builder }: Writer, tensor: string, permutation: readonly number[]): string {
  return builder.op('Transpose', [tensor], { perm: { kind: 'ints', value: permutation } });
}

/** Zeros of a tensor's shape and element type. */
export function zerosLike(context: ReverseContext, tensor: string): string {
  const zeros = context.builder.op('ConstantOfShape', [shapeTensor(context, tensor)]);
  return gradientTypeOf(context, tensor) === 'float32' ? zeros : new Arithmetic(context, tensor).cast(zeros);
}

/**
 * A gradient repeated along some axes, where it has length 1, to the lengths a tensor has there. Expand leaves axes
 * alone for which it is told 1, so symbolic lengths stay known to ONNX Runtime, whose fast layouts ask for them.
 */
export function repeatedLike(
  context: ReverseContext,
  gradient: string,
  axes: readonly number[],
  tensor: string,
): string {
  const shape = context.shape(tensor);
  const target = shape.map((length, axis) => (axes.includes(axis) ? length : 1));
  const constant = target.every((d): d is number => typeof d === 'number');
  return context.builder.op('Expand', [
    gradient,
    constant ? context.builder.integers(...target) : shapeTensor(context, tensor),
  ]);
}

/** One length of a tensor as a 1-D tensor, known or not. */
export function lengthTensor({ builder, shape }: ReverseContext, tensor: string, axis: number): string {
  const length = shape(tensor)[axis];
  return typeof length === 'number'
    ? builder.integers(length)
    : builder.op('Shape', [tensor], { start: int(axis), end: int(axis + 1) });
}

/** Slice along one axis with constant ends; `end` may be Infinity. */
export function sliced(
  { builder }: Writer,
  tensor: string,
  axis: number,
  start: number,
  end: number,
  step = 1,
): string {
  const last = Number.isFinite(end) ? end : Number.MAX_SAFE_INTEGER;
  return builder.op('Slice', [
    tensor,
    builder.integers(start),
    builder.integers(last),
    builder.integers(axis),
    builder.integers(step),
  ]);
}

/**
 * Zeros put before and after along axes of a tensor of a rank; negative counts remove. The counts of every axis are
 * written down: ONNX Runtime's transpose optimiser overlooks the input that would name only some.
 */
export function zeroPadded(
  { builder }: Writer,
  tensor: string,
  rank: number,
  axes: readonly number[],
  begins: readonly number[],
  ends: readonly number[],
): string {
  const pads = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, k) => ([pads[axis], pads[axis + rank]] = [begins[k], ends[k]]));
  return pads.every((count) => count === 0) ? tensor : builder.op('Pad', [tensor, builder.integers(...pads)]);
}
