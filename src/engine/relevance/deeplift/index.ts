import { isFloating } from '../../gradient/arithmetic';
import type { RuleLookup } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import type { Trait } from '../../graph/traits';
import { isImageRounding } from '../../graph/whole-numbers';
import { maximum, minimum } from './extremum';
import { integrated } from './integrated';
import { choice, comparison, conjunction, disjunction, exclusion, negation } from './masks';
import { groupNormalization, layerNormalization, lpNormalization, meanVarianceNormalization } from './normalizations';
import type { Pair, PairedRule } from './pair';
import { bilinear, quotient } from './products';
import { euclideanNorm, logOfExponentials, logOfSum, sumOfSizes, sumOfSquares } from './reductions';
import { kinked, smooth, steep, stepwise } from './rescale';
import { logSoftmax, softmax } from './softmax';

/** A rule for the operators with a trait, where at least so many of a node's inputs depend on the network's input. */
interface Entry {
  readonly trait: Trait;
  readonly dependents: number;
  readonly rule: PairedRule;
}

/**
 * Operators that are not linear in the network's input, the first entry that fits. Every other operator passes
 * multipliers through its ordinary gradient.
 */
const BY_TRAIT: readonly Entry[] = Object.freeze([
  { trait: 'activation', dependents: 2, rule: integrated },
  { trait: 'kinked', dependents: 1, rule: kinked },
  { trait: 'smooth', dependents: 1, rule: smooth },
  { trait: 'rounding', dependents: 1, rule: stepwise },
  { trait: 'product', dependents: 3, rule: integrated },
  { trait: 'product', dependents: 2, rule: bilinear },
] as const);

interface OperatorEntry {
  readonly ops: readonly string[];
  readonly rule: PairedRule;
  /** Whether a node of these operators has the rule, where not all have. */
  holds?(node: Node, isDependent: (tensor: string) => boolean): boolean;
}

const single: OperatorEntry['holds'] = (node, isDependent) => node.inputs.filter(isDependent).length === 1;
/** Operators with a rule of their own; it counts before that of a trait. */
const BY_OPERATOR: readonly OperatorEntry[] = Object.freeze([
  { ops: ['MaxPool', 'GlobalMaxPool', 'ReduceMax', 'Max'], rule: maximum },
  { ops: ['ReduceMin', 'Min'], rule: minimum },
  { ops: ['Softmax'], rule: softmax },
  { ops: ['LogSoftmax'], rule: logSoftmax },
  { ops: ['LayerNormalization'], rule: layerNormalization },
  { ops: ['GroupNormalization', 'InstanceNormalization'], rule: groupNormalization },
  { ops: ['MeanVarianceNormalization'], rule: meanVarianceNormalization },
  { ops: ['LpNormalization'], rule: lpNormalization },
  { ops: ['LRN', 'ReduceProd'], rule: integrated },
  { ops: ['ReduceL1'], rule: sumOfSizes },
  { ops: ['ReduceL2'], rule: euclideanNorm },
  { ops: ['ReduceSumSquare'], rule: sumOfSquares },
  { ops: ['ReduceLogSum'], rule: logOfSum },
  { ops: ['ReduceLogSumExp'], rule: logOfExponentials },
  { ops: ['Div'], rule: quotient, holds: (node, isDependent) => isDependent(node.inputs[1]) },
  { ops: ['Sqrt', 'Log', 'Reciprocal'], rule: steep },
  { ops: ['Pow'], rule: steep, holds: (node, isDependent) => !isDependent(node.inputs[1]) },
  { ops: ['Pow'], rule: smooth, holds: single },
  { ops: ['Sign'], rule: stepwise },
  { ops: ['Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Equal'], rule: comparison },
  { ops: ['And'], rule: conjunction },
  { ops: ['Or'], rule: disjunction },
  { ops: ['Xor'], rule: exclusion },
  { ops: ['Not'], rule: negation },
  { ops: ['Where'], rule: choice, holds: (node, isDependent) => isDependent(node.inputs[0]) },
]);

/** The rules of DeepLIFT's rescale variant for a pair of passes. */
export function deepliftRules({ model, counterpart }: Pair): RuleLookup {
  const isDependent = (tensor: string) => counterpart(tensor) !== tensor;
  const isReal = (tensor: string) => isFloating(model.graph.values.get(tensor)?.type ?? 'float32');
  const served = (node: Node): PairedRule | undefined => {
    if (isImageRounding(node)) return undefined;
    if (node.op === 'Cast' && isReal(node.inputs[0]) && !isReal(node.outputs[0])) return stepwise;
    const own = BY_OPERATOR.find(({ ops, holds }) => ops.includes(node.op) && (holds?.(node, isDependent) ?? true));
    if (own) return own.rule;
    const dependents = node.inputs.filter(isDependent).length;
    return BY_TRAIT.find((entry) => entry.dependents <= dependents && hasTrait(node, entry.trait))?.rule;
  };
  return (node) => {
    const rule = node.domain === '' ? served(node) : undefined;
    return rule ? { ops: [node.op], backward: (context) => rule(context, counterpart) } : gradientRule(node);
  };
}
