import { Arithmetic } from '../../gradient/arithmetic';
import { gradientRule } from '../../gradient/rules';
import { gaussLegendre } from '../../tensor/gauss-legendre';
import { withTensorsReplaced } from '../context';
import type { PairedRule } from './pair';

/** Exact for polynomials of degree 15 along the line: products of sixteen numbers. */
const POINTS = 8;

/**
 * The node's own integrated gradients: its mean Jacobian on the straight line from the baseline's tensors to the
 * input's. Adds up to the change of the output, and treats all inputs alike (Aumann & Shapley 1974).
 */
export const integrated: PairedRule = (context, counterpart) => {
  const { node, wanted, builder } = context;
  const math = new Arithmetic(context, node.inputs[wanted.indexOf(true)]);
  const between = (name: string, t: number): string =>
    math.add(counterpart(name), math.mul(math.sub(name, counterpart(name)), t));
  const { nodes, weights } = gaussLegendre(POINTS);
  const parts = Array.from(nodes, (t, k) => {
    const inputs = node.inputs.map((name, i) => (wanted[i] ? between(name, t) : name));
    const outputs = builder.ops(node.op, inputs, node.attributes, node.outputs.length);
    return gradientRule(node)!
      .backward(withTensorsReplaced(context, inputs, outputs))
      .map((share) => share && math.mul(share, weights[k]));
  });
  return parts.reduce((sum, part) => sum.map((share, i) => share && part[i] && math.add(share, part[i])));
};
