import type { GraphBuilder } from '../graph/builder';
import { ints } from '../graph/model';
import { floats } from '../tensor/tensor';

/** Reshape to constant lengths; −1 once, for the axis that holds the batch. */
export function reshape(builder: GraphBuilder, tensor: string, ...dims: number[]): string {
  return builder.op('Reshape', [tensor, builder.integers(...dims)]);
}

export function transpose(builder: GraphBuilder, tensor: string, ...order: number[]): string {
  return builder.op('Transpose', [tensor], { perm: ints(order) });
}

/** A matrix given by its rows as a constant. */
export function constantMatrix(builder: GraphBuilder, rows: readonly Float32Array[]): string {
  const matrix = floats([rows.length, rows[0].length]);
  rows.forEach((row, i) => matrix.data.set(row, i * row.length));
  return builder.constant(matrix, 'matrix');
}
