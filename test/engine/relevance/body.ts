import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { noise } from '../attribution/perturbation/setup';

/** What stands between two layers that are not asked about. */
export const [CHANNELS, SIZE] = [4, 3];
export type Body = (b: GraphBuilder, x: string) => string;

export const kernel = (b: GraphBuilder, name: string) => b.constant(noise([CHANNELS, CHANNELS, 1, 1], name));
/** Another signal of the same shape. */
export const second = (b: GraphBuilder, x: string, name = 'second') => b.op('Conv', [x, kernel(b, name)]);
export const positive = (b: GraphBuilder, x: string) => b.op('Exp', [x]);
export const axes = (b: GraphBuilder) => b.integers(1);
