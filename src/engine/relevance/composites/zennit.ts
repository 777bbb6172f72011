import { hasTrait } from '../../graph/operators';
import type { Composite, RelevanceFacts, RelevanceOptions } from '../composite';
import type { RelevanceRule } from '../context';
import { alphaBeta, plus } from '../rules/alpha-beta';
import { box } from '../rules/box';
import { gammaRule } from '../rules/gamma';
import { pass } from '../rules/passing';
import { proportional } from '../rules/proportional';
import { flat } from '../rules/weights';
import { beyondLayers } from './conserving';

interface Choice extends Omit<Composite, 'rules'> {
  convolution(facts: RelevanceFacts, options: RelevanceOptions): RelevanceRule;
  /** The rule of the first layer, where it has one of its own. */
  first?(options: RelevanceOptions): {
    readonly of: 'isFirstConvolution' | 'isFirstLinearLayer';
    readonly rule: RelevanceRule;
  };
}

/**
 * Zennit's composites (Anders et al. 2021, arXiv:2106.13200): a rule for convolutions, LRP-ε for dense layers, the rest
 * in common.
 */
const CHOICES: readonly Choice[] = [
  {
    id: 'EpsilonPlus',
    label: 'ε and z⁺',
    passes: 2,
    convolution: (facts, { stabilizer }) => plus(stabilizer, facts.nonNegative),
  },
  {
    id: 'EpsilonPlusFlat',
    label: 'ε and z⁺, first layer flat',
    passes: 2,
    convolution: (facts, { stabilizer }) => plus(stabilizer, facts.nonNegative),
    first: ({ stabilizer }) => ({ of: 'isFirstLinearLayer', rule: flat(stabilizer) }),
  },
  {
    id: 'EpsilonAlpha2Beta1',
    label: 'ε and α2β1',
    passes: 4,
    convolution: (facts, { stabilizer }) => alphaBeta(2, 1, stabilizer, facts.nonNegative),
  },
  {
    id: 'EpsilonAlpha2Beta1Flat',
    label: 'ε and α2β1, first layer flat',
    passes: 4,
    convolution: (facts, { stabilizer }) => alphaBeta(2, 1, stabilizer, facts.nonNegative),
    first: ({ stabilizer }) => ({ of: 'isFirstLinearLayer', rule: flat(stabilizer) }),
  },
  {
    id: 'EpsilonGammaBox',
    label: 'ε and γ, first layer box',
    passes: 3,
    convolution: ({ nonNegative }, { gamma, stabilizer }) => gammaRule({ gamma, epsilon: stabilizer, nonNegative }),
    first: (options) => ({ of: 'isFirstConvolution', rule: box(options.box, options.stabilizer) }),
  },
];

function composite({ convolution, first, ...named }: Choice): Composite {
  return {
    ...named,
    rules: (facts, options) => {
      const special = first?.(options);
      const ofConvolution = convolution(facts, options);
      const dense = proportional(options.epsilon);
      const share = proportional(options.stabilizer);
      const beyond = beyondLayers(facts, options);
      const isBias = (inputs: readonly string[]) => inputs.some((name) => !facts.dependents.has(name));
      return (node) => {
        if (special && facts[special.of](node)) return special.rule;
        if (facts.isConvolution(node)) return ofConvolution;
        if (facts.isLinearLayer(node)) return dense;
        if (node.op === 'BatchNormalization') return pass;
        if (hasTrait(node, 'average')) return share;
        if (hasTrait(node, 'sum')) return options.sumCanonizer || isBias(node.inputs) ? share : undefined;
        return beyond(node);
      };
    },
  };
}

export const zennitComposites: readonly Composite[] = CHOICES.map(composite);
