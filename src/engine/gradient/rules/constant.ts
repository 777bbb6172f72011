import { operatorsWith } from '../../graph/operators';
import type { GradientRule } from '../rule';

/**
 * Piecewise constant operators, and those that read only shapes or give indices and truth values: no gradient flows
 * back.
 */
export const constantRule: GradientRule = {
  ops: operatorsWith('constant'),
  cuts: () => true,
  backward: ({ node }) => node.inputs.map(() => undefined),
};
