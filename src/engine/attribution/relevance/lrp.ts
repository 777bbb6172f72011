import type { Parameter } from '../../../protocol/parameter';
import { firstLayerRules, layerRules, layerwise } from '../../relevance/composites/layerwise';
import { total } from '../gradient/integrated-gradients';
import type { AttributionMethod } from '../method';
import { boxOf, explainsLogit, relevanceAtInput } from '../derivation/relevance-pass';

const choices = (rules: readonly { readonly id: string; readonly label: string }[]) =>
  rules.map(({ id, label }) => ({ value: id, label }));

/** Bounds of the input for the box rule. */
export const boxParameters: readonly Parameter[] = [
  {
    name: 'low',
    label: 'Lowest input',
    kind: 'numbers',
    default: null,
    advanced: true,
    description: 'For the box rule: one number, or one per channel; black by default',
  },
  {
    name: 'high',
    label: 'Highest input',
    kind: 'numbers',
    default: null,
    advanced: true,
    description: 'For the box rule: one number, or one per channel; white by default',
  },
];

/** One rule for all convolutions, LRP-ε for the rest. */
export const lrp: AttributionMethod = {
  id: 'lrp',
  label: 'LRP, one rule',
  group: 'relevance',
  paper: {
    authors: 'Bach, Binder, Montavon, Klauschen, Müller & Samek',
    year: 2015,
    title: 'On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation',
    url: 'https://doi.org/10.1371/journal.pone.0130140',
  },
  shows: 'The score handed back layer by layer, each unit dividing what it received among those that made it.',
  misleads:
    'With ε alone it is input × gradient on Relu networks. Biases keep relevance; sums of opposite branches can make it explode.',
  needs: ['gradient', 'operators'],
  signed: true,
  params: [
    { name: 'rule', label: 'Rule', kind: 'choice', default: 'epsilon', choices: choices(layerRules) },
    { name: 'epsilon', label: 'ε', kind: 'number', default: 1e-9, minimum: 1e-12 },
    { name: 'gamma', label: 'γ', kind: 'number', default: 0.25, minimum: 0 },
    { name: 'alpha', label: 'α', kind: 'number', default: 2, minimum: 1 },
    {
      name: 'firstLayer',
      label: 'First layer',
      kind: 'choice',
      default: 'same',
      choices: [{ value: 'same', label: 'The same rule' }, ...choices(firstLayerRules)],
    },
    ...boxParameters,
  ],
  cost: () => 4,
  async run(context) {
    const { rule, firstLayer, epsilon, gamma, alpha } = context.params;
    const box = boxOf(context);
    const options = {
      epsilon: Number(epsilon),
      stabilizer: Number(epsilon),
      gamma: Number(gamma),
      alpha: Number(alpha),
      box,
      sumCanonizer: true,
    };
    const { map, logit } = await relevanceAtInput(context, {
      key: `${rule}:${firstLayer}:${JSON.stringify(firstLayer === 'box' ? options : { ...options, box: null })}`,
      rules: (facts) =>
        layerwise(
          facts,
          options,
          layerRules.find((r) => r.id === rule)!,
          firstLayerRules.find((r) => r.id === firstLayer),
        ),
    });
    return { map, completeness: { sum: total(map), expected: logit }, warnings: explainsLogit(context) };
  },
};
