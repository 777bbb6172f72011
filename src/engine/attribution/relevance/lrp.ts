import { choicesOf, entryOf } from '../../parameter/entries';
import { choice, number } from '../../parameter/kinds';
import { firstLayerRules, layerRules, layerwise } from '../../relevance/composites/layerwise';
import { total } from '../gradient/integrated-gradients';
import { defineMethod } from '../method';
import { boxOf, boxParameters, explainsLogit, relevanceAtInput } from '../derivation/relevance-pass';

/** One rule for all convolutions, LRP-ε for the rest. */
export const lrp = defineMethod({
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
  unit: 'score',
  params: [
    choice({ name: 'rule', label: 'Rule', default: 'epsilon', choices: choicesOf(layerRules) }),
    number({ name: 'epsilon', label: 'ε', default: 1e-9, minimum: 1e-12 }),
    number({ name: 'gamma', label: 'γ', default: 0.25, minimum: 0 }),
    number({ name: 'alpha', label: 'α', default: 2, minimum: 1 }),
    choice({
      name: 'firstLayer',
      label: 'First layer',
      default: 'same',
      choices: [{ value: 'same', label: 'The same rule' }, ...choicesOf(firstLayerRules)],
    }),
    ...boxParameters,
  ],
  cost: ({ rule }) => 1 + entryOf(layerRules, rule, 'rule').passes,
  async run(context) {
    const { rule, firstLayer, epsilon, gamma, alpha } = context.params;
    const box = boxOf(context);
    const options = { epsilon, stabilizer: epsilon, gamma, alpha, box, sumCanonizer: true };
    const { map, logit, losses } = await relevanceAtInput(context, {
      key: `${rule}:${firstLayer}:${JSON.stringify(firstLayer === 'box' ? options : { ...options, box: null })}`,
      rules: (facts) =>
        layerwise(
          facts,
          options,
          entryOf(layerRules, rule, 'rule'),
          firstLayerRules.find((r) => r.id === firstLayer),
        ),
    });
    return { map, completeness: { sum: total(map), expected: logit }, losses, warnings: explainsLogit(context) };
  },
});
