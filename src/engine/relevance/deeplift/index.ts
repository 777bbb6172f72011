import type { RuleLookup } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { Node } from '../../graph/model';
import { maximum, minimum } from './extremum';
import { groupNormalization, layerNormalization } from './normalizations';
import type { Pair, PairedRule } from './pair';
import { bilinear, quotient } from './products';
import { kinked, smooth } from './rescale';
import { softmax } from './softmax';

interface Entry {
  readonly ops: readonly string[];
  readonly rule: PairedRule;
  /** Serves the node only where so many of its inputs depend on the network's input. */
  readonly dependents?: number;
}

/**
 * Operators that are not linear in the network's input. Every other operator passes multipliers through its ordinary
 * gradient.
 */
const RULES: readonly Entry[] = Object.freeze([
  { ops: ['Relu', 'LeakyRelu', 'PRelu', 'ThresholdedRelu', 'Clip', 'Abs', 'HardSigmoid', 'Shrink'], rule: kinked },
  {
    ops: [
      'Sigmoid',
      'Tanh',
      'Softplus',
      'Softsign',
      'Elu',
      'Celu',
      'Selu',
      'HardSwish',
      'Mish',
      'Gelu',
      'Exp',
      'Log',
      'Sqrt',
      'Reciprocal',
      'Erf',
      'Sin',
      'Cos',
      'Tan',
      'Asin',
      'Acos',
      'Atan',
      'Sinh',
      'Cosh',
      'Asinh',
      'Acosh',
      'Atanh',
      'Pow',
    ],
    rule: smooth,
    dependents: 1,
  },
  { ops: ['MaxPool', 'GlobalMaxPool', 'ReduceMax'], rule: maximum },
  { ops: ['ReduceMin'], rule: minimum },
  { ops: ['Mul', 'MatMul', 'Gemm', 'Einsum'], rule: bilinear, dependents: 2 },
  { ops: ['Softmax'], rule: softmax },
  { ops: ['LayerNormalization'], rule: layerNormalization },
  { ops: ['GroupNormalization', 'InstanceNormalization'], rule: groupNormalization },
]);

/** The rules of DeepLIFT's rescale variant for a pair of passes. */
export function deepliftRules({ counterpart }: Pair): RuleLookup {
  const isDependent = (tensor: string) => counterpart(tensor) !== tensor;
  const served = (node: Node): PairedRule | undefined => {
    if (node.op === 'Div' && isDependent(node.inputs[1])) return quotient;
    const dependents = node.inputs.filter(isDependent).length;
    return RULES.find((entry) => entry.ops.includes(node.op) && (entry.dependents ?? dependents) === dependents)?.rule;
  };
  return (node) => {
    const rule = node.domain === '' ? served(node) : undefined;
    return rule ? { ops: [node.op], backward: (context) => rule(context, counterpart) } : gradientRule(node);
  };
}
