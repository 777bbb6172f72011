import type { Model } from '../../graph/model';
import { withMergedNormalization } from '../../relevance/canonizer';
import { composites } from '../../relevance/composites';
import { withLeftoverScale } from '../../relevance/leftover-scale';
import { total } from '../gradient/integrated-gradients';
import { boxParameters } from './lrp';
import type { AttributionMethod } from '../method';
import { boxOf, explainsLogit, relevanceAtInput } from '../derivation/relevance-pass';

const canonizers: Readonly<Record<string, (forward: Model) => Model>> = {
  exact: withMergedNormalization,
  zennit: (forward) => withLeftoverScale(withMergedNormalization(forward), forward),
};

/** A rule for each kind and place of layer. */
export const lrpComposite: AttributionMethod = {
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
  params: [
    {
      name: 'composite',
      label: 'Rules',
      kind: 'choice',
      default: 'Conserving',
      choices: composites.map(({ id, label }) => ({ value: id, label })),
    },
    { name: 'epsilon', label: 'ε of dense layers', kind: 'number', default: 1e-6, minimum: 1e-12 },
    { name: 'stabilizer', label: 'Stabilizer', kind: 'number', default: 1e-6, minimum: 1e-12, advanced: true },
    { name: 'gamma', label: 'γ', kind: 'number', default: 0.25, minimum: 0 },
    { name: 'bnCanonizer', label: 'Merge batch normalisation', kind: 'boolean', default: true, advanced: true },
    {
      name: 'sumCanonizer',
      label: 'Divide residual sums',
      kind: 'boolean',
      default: true,
      advanced: true,
      description: 'Off: each branch gets the whole relevance, which is not conserved',
    },
    ...boxParameters,
    {
      name: 'convention',
      label: 'Merged normalisation',
      kind: 'choice',
      default: 'exact',
      advanced: true,
      choices: [
        { value: 'exact', label: 'Exact' },
        { value: 'zennit', label: "Zennit's: each still divides by √(1 + ε)" },
      ],
    },
  ],
  cost: () => 5,
  async run(context) {
    const { composite: id, epsilon, stabilizer, gamma, bnCanonizer, sumCanonizer, convention } = context.params;
    const composite = composites.find((c) => c.id === id)!;
    const box = boxOf(context);
    const options = {
      epsilon: Number(epsilon),
      stabilizer: Number(stabilizer),
      gamma: Number(gamma),
      alpha: 2,
      box,
      sumCanonizer: Boolean(sumCanonizer),
    };
    const { map, logit } = await relevanceAtInput(context, {
      key: `${id}:${bnCanonizer}:${convention}:${JSON.stringify(id === 'EpsilonGammaBox' ? options : { ...options, box: null })}`,
      canonical: bnCanonizer ? canonizers[String(convention)] : undefined,
      rules: (facts) => composite.rules(facts, options),
    });
    const sum = total(map);
    return {
      map,
      completeness: { sum, expected: logit },
      details: { relevanceSum: sum, logit },
      warnings: explainsLogit(context),
    };
  },
};
