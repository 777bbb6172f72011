import { positive, type Feature } from '../../builder/feature';
import { numbers, type OperatorCall } from '../operator';
import { contentsOf, lengths } from './contents';

/** Without axes of length 1. */
export function squeezed({ builder }: OperatorCall, x: Feature, axes: readonly number[]): Feature {
  const rank = x.shape.length;
  const gone = new Set(
    (axes.length > 0 ? axes : x.shape.flatMap((d, k) => (d === 1 ? [k] : []))).map((axis) => positive(axis, rank)),
  );
  const shape = x.shape.filter((_, axis) => !gone.has(axis));
  const order = shape.length < 3 && gone.size > 0;
  // Squeezed to one or two axes, only lengths of 1 are left out: their order does not matter.
  if (x.moved && order && shape.length === 2 && !gone.has(rank - 1)) {
    const target = shape.slice(1).map((d) => (typeof d === 'number' ? d : -1));
    return { tensor: builder.op('Reshape', [x.tensor, builder.integers(0, ...target)]), shape, moved: false };
  }
  return {
    tensor: builder.op('Squeeze', [builder.plain(x), builder.integers(...gone)]),
    shape,
    moved: false,
    whole: x.whole,
  };
}

/** With one more axis of length 1. */
export function expanded(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [x],
  } = call;
  const known = x.whole && x.shape.length === 0 ? contentsOf(x) : undefined;
  if (known) return lengths(builder, known, [1], () => builder.op('Unsqueeze', [x.tensor, builder.integers(0)]));
  const axis = positive(numbers(call, 1)[0], x.shape.length + 1);
  const shape = [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)];
  return {
    tensor: builder.op('Unsqueeze', [builder.plain(x), builder.integers(axis)]),
    shape,
    moved: false,
    whole: x.whole,
  };
}
