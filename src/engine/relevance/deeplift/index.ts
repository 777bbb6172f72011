import type { RuleLookup } from '../../gradient/rule';
import { gradientRule } from '../../gradient/rules';
import type { Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import type { Trait } from '../../graph/traits';
import { maximum, minimum } from './extremum';
import { groupNormalization, layerNormalization } from './normalizations';
import type { Pair, PairedRule } from './pair';
import { bilinear, quotient } from './products';
import { kinked, smooth } from './rescale';
import { softmax } from './softmax';

/** A rule for the operators with a trait, where so many of a node's inputs depend on the network's input. */
interface Entry {
  readonly trait: Trait;
  readonly dependents: number;
  readonly rule: PairedRule;
}

/**
 * Operators that are not linear in the network's input. Every other operator passes multipliers through its ordinary
 * gradient.
 */
const BY_TRAIT: readonly Entry[] = Object.freeze([
  { trait: 'kinked', dependents: 1, rule: kinked },
  { trait: 'smooth', dependents: 1, rule: smooth },
  { trait: 'product', dependents: 2, rule: bilinear },
] as const);
const BY_OPERATOR: Readonly<Record<string, PairedRule>> = {
  MaxPool: maximum,
  GlobalMaxPool: maximum,
  ReduceMax: maximum,
  ReduceMin: minimum,
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: groupNormalization,
};

/** The rules of DeepLIFT's rescale variant for a pair of passes. */
export function deepliftRules({ counterpart }: Pair): RuleLookup {
  const isDependent = (tensor: string) => counterpart(tensor) !== tensor;
  const served = (node: Node): PairedRule | undefined => {
    if (node.op === 'Div' && isDependent(node.inputs[1])) return quotient;
    const dependents = node.inputs.filter(isDependent).length;
    const byTrait = BY_TRAIT.find((entry) => entry.dependents === dependents && hasTrait(node, entry.trait));
    return byTrait?.rule ?? BY_OPERATOR[node.op];
  };
  return (node) => {
    const rule = node.domain === '' ? served(node) : undefined;
    return rule ? { ops: [node.op], backward: (context) => rule(context, counterpart) } : gradientRule(node);
  };
}
