import { hasTrait } from '../../graph/operators';
import type { RelevanceFacts, RelevanceOptions, RulePicker } from '../composite';
import type { RelevanceRule } from '../context';
import { alphaBeta, plus } from '../rules/alpha-beta';
import { box } from '../rules/box';
import { gammaRule } from '../rules/gamma';
import { proportional } from '../rules/proportional';
import { flat, gammaWeights, positiveWeights, wSquare } from '../rules/weights';
import { beyondLayers } from './conserving';

/** What Captum adds to the denominators of layers that have no rule of their own. */
const STABILITY = 1e-9;

/** One rule for convolutions. */
export interface LayerRule {
  readonly id: string;
  readonly label: string;
  /** What it takes back through a convolution of non-negative inputs, in forward passes of one image. */
  readonly passes: number;
  /** Whether dense layers have the same rule; otherwise theirs is LRP-ε. */
  readonly everywhere?: boolean;
  of(facts: RelevanceFacts, options: RelevanceOptions): RelevanceRule;
}

export const layerRules: readonly LayerRule[] = Object.freeze([
  { id: 'epsilon', label: 'ε', passes: 1, everywhere: true, of: (_, { epsilon }) => proportional(epsilon) },
  {
    id: 'gamma',
    label: 'γ (weights only, as Captum)',
    passes: 2,
    of: (_, { gamma, epsilon }) => gammaWeights(gamma, epsilon),
  },
  {
    id: 'alpha1Beta0',
    label: 'α1β0 (weights only, as Captum)',
    passes: 2,
    of: (_, { epsilon }) => positiveWeights(epsilon),
  },
  {
    id: 'generalisedGamma',
    label: 'γ by the sign of the unit',
    passes: 3,
    of: ({ nonNegative }, { gamma, epsilon }) => gammaRule({ gamma, epsilon, nonNegative }),
  },
  { id: 'zPlus', label: 'z⁺', passes: 2, of: ({ nonNegative }, { epsilon }) => plus(epsilon, nonNegative) },
  {
    id: 'alphaBeta',
    label: 'αβ with β = α − 1',
    passes: 4,
    of: ({ nonNegative }, { alpha, epsilon }) => alphaBeta(alpha, alpha - 1, epsilon, nonNegative),
  },
  { id: 'wSquare', label: 'w²', passes: 2, of: (_, { epsilon }) => wSquare(epsilon) },
  { id: 'flat', label: 'Flat', passes: 2, of: (_, { epsilon }) => flat(epsilon) },
]);

/** Rules for the layer that reads the input. */
export const firstLayerRules: readonly LayerRule[] = Object.freeze([
  ...layerRules.filter(({ id }) => ['wSquare', 'flat'].includes(id)),
  { id: 'box', label: 'Box', passes: 5, of: (_, { epsilon, box: bounds }) => box(bounds, epsilon) },
]);

/**
 * One rule for all convolutions, another for the first layer if wanted, LRP-ε with a negligible ε for everything else
 * that is linear.
 */
export function layerwise(
  facts: RelevanceFacts,
  options: RelevanceOptions,
  rule: LayerRule,
  first?: LayerRule,
): RulePicker {
  const ofLayer = rule.of(facts, options);
  const ofFirst = first?.of(facts, options);
  const remainder = proportional(STABILITY);
  const beyond = beyondLayers(facts, options);
  return (node) => {
    if (ofFirst && facts.isFirstLinearLayer(node)) return ofFirst;
    if (facts.isConvolution(node) || (rule.everywhere && facts.isLinearLayer(node))) return ofLayer;
    const linear =
      facts.isLinearLayer(node) || node.op === 'BatchNormalization' || hasTrait(node, 'weightedSum', 'sum');
    return linear ? remainder : beyond(node);
  };
}
