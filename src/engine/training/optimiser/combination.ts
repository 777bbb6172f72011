import type { GraphBuilder } from '../../graph/builder';

/** a + factor · b */
export const combined = (builder: GraphBuilder, a: string, b: string, factor: string): string =>
  builder.op('Add', [a, builder.op('Mul', [b, factor])]);
