import { Arithmetic } from '../../gradient/arithmetic';
import { unbroadcast } from '../../gradient/broadcasting';
import { gradientRule } from '../../gradient/rules';
import type { RelevanceRule } from '../context';
import { stabilised } from '../distribution';
import { weightedMean } from './averages';

export interface ProductOptions {
  readonly gamma: number;
  readonly epsilon: number;
  readonly gates: ReadonlySet<string>;
  readonly nonNegative: ReadonlySet<string>;
}

/**
 * A product of signals. Gates (attention, a sigmoid) only weigh and take nothing, the other factor takes all (Arras et
 * al. 2017, arXiv:1706.07206; Ali et al. 2022, arXiv:2202.07304); signals of equal standing take equal parts.
 */
export const product =
  (options: ProductOptions): RelevanceRule =>
  (context) => {
    const { node, gradients, wanted } = context;
    const math = new Arithmetic(context);
    const isCarrier = node.inputs.map((name, k) => wanted[k] && !options.gates.has(name));
    const carriers = isCarrier.some(Boolean) ? isCarrier : wanted;
    const count = carriers.filter(Boolean).length;
    if (node.op !== 'Mul' && count === 1)
      return weightedMean(options.gamma, options.epsilon, options.nonNegative, carriers.indexOf(true))(context);
    const part = count === 1 ? gradients[0]! : math.mul(gradients[0]!, 1 / count);
    if (node.op === 'Mul')
      return node.inputs.map((name, k) =>
        carriers[k] ? unbroadcast(context, part, node.outputs[0], name) : undefined,
      );
    const signal = math.div(part, stabilised(math, node.outputs[0], options.epsilon));
    const passed = gradientRule(node)!.backward({ ...context, gradients: [signal] });
    return node.inputs.map((name, k) => (carriers[k] ? math.mul(name, passed[k]!) : undefined));
  };
