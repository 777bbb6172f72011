import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats, integers, type FloatTensor } from '../../tensor/tensor';

/** A place in an output, without the batch axis. */
export type Place = readonly number[];

/** One element of an output [N, …] as a score [N, 1]. */
export function element(builder: GraphBuilder, tensor: string, place: Place): string {
  const at = place.reduce(
    (rest, index) => builder.op('Gather', [rest, builder.constant(integers([index], []))], { axis: int(1) }),
    tensor,
  );
  return builder.op('Unsqueeze', [at, builder.integers(1)]);
}

/** The sum of several elements. */
export const elements = (builder: GraphBuilder, tensor: string, places: readonly Place[]): string =>
  places.map((place) => element(builder, tensor, place)).reduce((sum, one) => builder.op('Add', [sum, one]));

/** The sum of everything but the batch axis, [N, 1]. */
export const total = (builder: GraphBuilder, tensor: string): string =>
  builder.op('ReduceSum', [builder.op('Flatten', [tensor], { axis: int(1) }), builder.integers(1)]);

/** Σ mask × logit of a class over the positions of a dense output [N, classes, …]. */
export function region(builder: GraphBuilder, logits: string, index: number, mask: FloatTensor): string {
  const plane = builder.op('Gather', [logits, builder.integers(index)], { axis: int(1) });
  const weights = builder.constant(floats([1, 1, ...mask.dims], mask.data), 'region');
  return total(builder, builder.op('Mul', [plane, weights]));
}
