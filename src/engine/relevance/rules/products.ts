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
 * A product of two signals. A gate (attention, a sigmoid) only weighs and takes nothing, the other factor takes all
 * (Arras et al. 2017, arXiv:1706.07206; Ali et al. 2022, arXiv:2202.07304); two signals of equal standing take half
 * each.
 */
export const product =
  (options: ProductOptions): RelevanceRule =>
  (context) => {
    const { node, gradients } = context;
    const math = new Arithmetic(context);
    const weighing = node.inputs.map((name) => options.gates.has(name));
    const carrier = weighing.indexOf(false);
    const gated = carrier >= 0 && weighing.includes(true);
    const elementwise = node.op === 'Mul';
    if (gated && !elementwise)
      return weightedMean(options.gamma, options.epsilon, options.nonNegative, carrier)(context);
    const aligned = (relevance: string, k: number) => unbroadcast(context, relevance, node.outputs[0], node.inputs[k]);
    if (gated) return node.inputs.map((_, k) => (k === carrier ? aligned(gradients[0]!, k) : undefined));
    const half = math.mul(gradients[0]!, 0.5);
    if (elementwise) return node.inputs.map((_, k) => aligned(half, k));
    const signal = math.div(half, stabilised(math, node.outputs[0], options.epsilon));
    const passed = gradientRule(node)!.backward({ ...context, gradients: [signal] });
    return node.inputs.map((name, k) => math.mul(name, passed[k]!));
  };
