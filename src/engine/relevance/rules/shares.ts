import { Arithmetic } from '../../gradient/arithmetic';
import { unbroadcast } from '../../gradient/broadcasting';
import type { RelevanceRule } from '../context';

/** Keeps shares defined where nothing is added to nothing: then they are equal. */
const SMALLEST = 1e-30;

/**
 * The relevance of a sum, divided among its terms by their size: |x_i| / Σ|x_j|. Unlike x_i / Σ x_j the shares stay
 * within 0 and 1 where branches of opposite sign cancel. A constant term takes nothing.
 */
export const bySize: RelevanceRule = (context) => {
  const { node, gradients, wanted } = context;
  const math = new Arithmetic(context);
  const sizes = node.inputs.map((name, k) => (wanted[k] ? math.add(math.op('Abs', name), SMALLEST) : undefined));
  const total = sizes.filter((size) => size !== undefined).reduce((sum, size) => math.add(sum, size));
  const whole = math.div(gradients[0]!, total);
  return sizes.map((size, k) => size && unbroadcast(context, math.mul(whole, size), node.outputs[0], node.inputs[k]));
};
