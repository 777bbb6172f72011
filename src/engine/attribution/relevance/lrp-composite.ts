import { choicesOf, entryOf } from '../../parameter/entries';
import { boolean, choice, number } from '../../parameter/kinds';
import type { Model } from '../../graph/model';
import { withMergedNormalization } from '../../relevance/canonizer';
import { composites } from '../../relevance/composites';
import { withLeftoverScale } from '../../relevance/leftover-scale';
import { total } from '../gradient/integrated-gradients';
import { defineMethod } from '../method';
import { boxOf, boxParameters, explainsLogit, relevanceAtInput } from '../derivation/relevance-pass';

const canonizers: Readonly<Record<'exact' | 'zennit', (forward: Model) => Model>> = {
  exact: withMergedNormalization,
  zennit: (forward) => withLeftoverScale(withMergedNormalization(forward), forward),
};

/** A rule for each kind and place of layer. */
export const lrpComposite = defineMethod({
  id: 'lrp-composite',
  label: 'LRP',
  group: 'relevance',
  paper: {
    authors: 'Montavon, Binder, Lapuschkin, Samek & Müller',
    year: 2019,
    title: 'Layer-Wise Relevance Propagation: An Overview',
    url: 'https://doi.org/10.1007/978-3-030-28954-6_10',
  },
  shows:
    'The score handed back layer by layer with a rule that suits each kind of layer; the sum is the score where biases take no share.',
  misleads: 'Rules that favour positive contributions hide what speaks against the class and depend less on the class.',
  needs: ['gradient', 'operators'],
  signed: true,
  unit: 'score',
  params: [
    choice({
      name: 'composite',
      label: 'Rules',
      default: 'Conserving',
      choices: choicesOf(composites),
    }),
    number({ name: 'epsilon', label: 'ε of dense layers', default: 1e-6, minimum: 1e-12 }),
    number({ name: 'stabilizer', label: 'Stabilizer', default: 1e-6, minimum: 1e-12, advanced: true }),
    number({ name: 'gamma', label: 'γ', default: 0.25, minimum: 0 }),
    boolean({ name: 'bnCanonizer', label: 'Merge batch normalisation', default: true, advanced: true }),
    boolean({
      name: 'sumCanonizer',
      label: 'Divide residual sums',
      default: true,
      advanced: true,
      description: 'Off: each branch gets the whole relevance, which is not conserved',
    }),
    ...boxParameters,
    choice({
      name: 'convention',
      label: 'Merged normalisation',
      default: 'exact',
      advanced: true,
      choices: [
        { value: 'exact', label: 'Exact' },
        { value: 'zennit', label: "Zennit's: each still divides by √(1 + ε)" },
      ],
    }),
  ],
  cost: ({ composite }) => 1 + entryOf(composites, composite, 'composite').passes,
  async run(context) {
    const { composite: id, epsilon, stabilizer, gamma, bnCanonizer, sumCanonizer, convention } = context.params;
    const composite = entryOf(composites, id, 'composite');
    const box = boxOf(context);
    const options = {
      epsilon,
      stabilizer,
      gamma,
      alpha: 2,
      box,
      sumCanonizer,
    };
    const { map, logit, losses } = await relevanceAtInput(context, {
      key: `${id}:${bnCanonizer}:${convention}:${JSON.stringify(id === 'EpsilonGammaBox' ? options : { ...options, box: null })}`,
      canonical: bnCanonizer ? canonizers[convention] : undefined,
      rules: (facts) => composite.rules(facts, options),
    });
    const sum = total(map);
    return {
      map,
      completeness: { sum, expected: logit },
      losses,
      details: { relevanceSum: sum, logit },
      warnings: explainsLogit(context),
    };
  },
});
