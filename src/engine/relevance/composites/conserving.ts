import type { Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import type { Composite, RelevanceFacts, RelevanceOptions, RulePicker } from '../composite';
import { weightedMean } from '../rules/averages';
import { gammaRule } from '../rules/gamma';
import { pass } from '../rules/passing';
import { product } from '../rules/products';
import { reductionShares } from '../rules/reductions';
import { bySize } from '../rules/shares';

/** Small enough to take no relevance, large enough to divide by. */
const TINY = 1e-20;

/**
 * Our own choice: LRP-γ that counts no biases, in every layer; sums divided by size; normalisations passed. No
 * denominator is smaller than what it divides, so the relevance of any network, residual ones included, stays bounded
 * and adds up to the score. Only what a constant joined to the signal made (a class token) stays with that constant.
 */
export const conserving: Composite = {
  id: 'Conserving',
  label: 'Conserving (γ everywhere, sums divided by size)',
  passes: 4,
  rules: (facts, options) => {
    const beyond = beyondLayers(facts, options);
    const layer = gammaRule({ gamma: options.gamma, epsilon: TINY, withoutBias: true, nonNegative: facts.nonNegative });
    return (node) => (facts.isLinearLayer(node) ? layer : beyond(node));
  },
};

/** Rules for everything that is no linear layer; other composites use them where their own definition says nothing. */
export function beyondLayers(facts: RelevanceFacts, { gamma }: RelevanceOptions): RulePicker {
  const mean = weightedMean(gamma, TINY, facts.nonNegative);
  const productRule = product({ gamma, epsilon: TINY, gates: facts.gates, nonNegative: facts.nonNegative });
  const signals = (node: Node) => node.inputs.filter((name) => facts.dependents.has(name)).length;
  return (node) => {
    if (hasTrait(node, 'activation', 'softmax', 'normalization') || node.op === 'Div') return pass;
    if (hasTrait(node, 'weightedSum')) return mean;
    // With one signal among its operands it only shifts, scales or clips it.
    if (hasTrait(node, 'arithmetic') && signals(node) === 1) return pass;
    if (hasTrait(node, 'sum')) return bySize;
    return hasTrait(node, 'product') && signals(node) > 1 ? productRule : reductionShares.get(node.op);
  };
}
