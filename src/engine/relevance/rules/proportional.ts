import { Arithmetic } from '../../gradient/arithmetic';
import { gradientRule } from '../../gradient/rules';
import type { RelevanceRule } from '../context';
import { stabilised } from '../distribution';

/**
 * LRP-ε for any linear operator, biases in the denominator: R_in = x · Jᵀ (R / (z + ε sign z)), where z is the node's
 * output and Jᵀ its ordinary gradient. With several inputs (Add, Concat) each receives what it adds. Bach et al. 2015,
 * https://doi.org/10.1371/journal.pone.0130140
 */
export const proportional =
  (epsilon: number): RelevanceRule =>
  (context) => {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const signal = math.div(gradients[0]!, stabilised(math, node.outputs[0], epsilon));
    const passed = gradientRule(node)!.backward({ ...context, gradients: [signal] });
    return node.inputs.map((name, k) =>
      context.wanted[k] && passed[k] !== undefined ? math.mul(name, passed[k]) : undefined,
    );
  };
