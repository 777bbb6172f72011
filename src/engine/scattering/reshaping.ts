import type { GraphBuilder } from '../graph/builder';
import { ints } from '../graph/model';

/** Reshape to constant lengths; −1 once, for the axis that holds the batch. */
export function reshape(builder: GraphBuilder, tensor: string, ...dims: number[]): string {
  return builder.op('Reshape', [tensor, builder.integers(...dims)]);
}

export function transpose(builder: GraphBuilder, tensor: string, ...order: number[]): string {
  return builder.op('Transpose', [tensor], { perm: ints(order) });
}
