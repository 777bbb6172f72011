import { int, type Dimension } from '../graph/model';
import type { ReverseContext } from './rule';
import { shapeTensor } from './shaping';

/**
 * The gradient of a broadcast operand: summed over the axes along which it was repeated.
 * @param gradient has the shape of the tensor `broadcast`
 */
export function unbroadcast(context: ReverseContext, gradient: string, broadcast: string, operand: string): string {
  const from = context.shape(broadcast);
  const to = context.shape(operand);
  return summedTo(context, gradient, from, to) ?? summedAtRunTime(context, gradient, from.length - to.length, operand);
}

/**
 * A tensor of shape `from` summed to the shape `to`; undefined where the lengths do not tell whether an axis was
 * repeated.
 */
export function summedTo(
  { builder }: ReverseContext,
  tensor: string,
  from: readonly Dimension[],
  to: readonly Dimension[],
): string | undefined {
  const extra = from.length - to.length;
  const repeated: number[] = [];
  for (let axis = 0; axis < to.length; axis++) {
    const whole = from[axis + extra];
    if (to[axis] === 1 && whole !== 1) repeated.push(axis + extra);
    else if (typeof to[axis] !== 'number' && (to[axis] === null || to[axis] !== whole)) return undefined;
  }
  if (repeated.length > 0)
    tensor = builder.op('ReduceSum', [tensor, builder.integers(...repeated)], { keepdims: int(1) });
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  return extra > 0 ? builder.op('ReduceSum', [tensor, builder.integers(...leading)], { keepdims: int(0) }) : tensor;
}

/**
 * The same where lengths are only known when the graph runs: the operand's axes of length 1 are found from its shape.
 * @param extra axes the tensor has before those of the operand
 */
export function summedAtRunTime(context: ReverseContext, tensor: string, extra: number, operand: string): string {
  const { builder } = context;
  const shape = shapeTensor(context, operand);
  const ones = builder.integers(...new Array<number>(extra).fill(1));
  const aligned = extra > 0 ? builder.op('Concat', [ones, shape], { axis: int(0) }) : shape;
  const single = builder.op('Equal', [aligned, builder.integers(1)]);
  const axes = builder.op('Reshape', [builder.op('NonZero', [single]), builder.integers(-1)]);
  const summed = builder.op('ReduceSum', [tensor, axes], { keepdims: int(1), noop_with_empty_axes: int(1) });
  return extra > 0 ? builder.op('Reshape', [summed, shape]) : summed;
}

/** A tensor [N, C, …] summed to [C]: the gradient of what is added to every position of a channel. */
export function perChannelSum({ builder, shape, node }: ReverseContext, tensor: string): string {
  const axes = shape(node.outputs[0]).flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return builder.op('ReduceSum', [tensor, builder.integers(...axes)], { keepdims: int(0) });
}
