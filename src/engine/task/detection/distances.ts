import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import type { Size } from './fitting';
import { placesOf } from './places';

/**
 * Boxes of distances [N, places, 4] from a point of each place to left, top, right and bottom, in strides.
 * @param within where the point lies, as a share of its place from its upper left corner
 * @param anchors so many boxes at each place, one after the other
 */
export function boxesAround(
  builder: GraphBuilder,
  distances: string,
  size: Size,
  levels: readonly number[],
  { within = 0.5, anchors = 1 } = {},
): string {
  const { places, strides } = placesOf(builder, size, levels, anchors);
  const points = builder.op('Add', [places, builder.scalar(within)]);
  const signed = builder.op('Mul', [distances, builder.constant(floats([4], [-1, -1, 1, 1]), 'signs')]);
  const both = builder.op('Concat', [points, points], { axis: int(-1) });
  return builder.op('Mul', [builder.op('Add', [both, signed]), strides]);
}

/** The mean of each distribution, [N, places, 4]: a softmax over its bins, times 0, 1, 2, … */
export function meansOf(builder: GraphBuilder, rows: string): string {
  const apart = builder.op('Reshape', [rows, builder.integers(0, 0, 4, -1)]);
  const shares = builder.op('Softmax', [apart], { axis: int(-1) });
  const bins = builder.op('Gather', [builder.op('Shape', [apart]), builder.integers(3)]);
  const last = builder.op('Squeeze', [bins]);
  const zero = builder.op('Squeeze', [builder.integers(0)]);
  const one = builder.op('Squeeze', [builder.integers(1)]);
  const numbers = builder.op('Cast', [builder.op('Range', [zero, last, one])], { to: int(1) });
  return builder.op('ReduceSum', [builder.op('Mul', [shares, numbers]), builder.integers(3)], { keepdims: int(0) });
}
