import { choice } from '../../parameter/kinds';
import { attentionTensors, fusedHeads, mean, TokenMatrix, tokenMap } from '../feature-map/attention-matrices';
import { defineMethod } from '../method';

const FUSIONS: Readonly<Record<'mean' | 'max' | 'min', (values: number[]) => number>> = {
  mean,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
};

/** Π_l normalised(½ A_l + ½ I): attention followed through all layers, the residual connection counted as half. */
export const attentionRollout = defineMethod({
  id: 'attention-rollout',
  label: 'Attention rollout',
  group: 'attention',
  paper: {
    authors: 'Abnar & Zuidema',
    year: 2020,
    title: 'Quantifying Attention Flow in Transformers',
    url: 'https://arxiv.org/abs/2005.00928',
  },
  shows: 'Which patches a transformer looks at, through all layers together.',
  misleads: 'The same map for every class: it shows where is looked, not what speaks for the class.',
  needs: ['operators'],
  look: ({ model, graph }) => attentionTensors(model, graph.logits),
  signed: false,
  unit: 'attention',
  params: [
    choice({
      name: 'headFusion',
      label: 'Heads',
      default: 'mean',
      choices: [
        { value: 'mean', label: 'Mean' },
        { value: 'max', label: 'Largest' },
        { value: 'min', label: 'Smallest' },
      ],
    }),
  ],
  cost: () => 1,
  async run(context) {
    const { network, execution, input, params } = context;
    const attention = await network.remembered(input, attentionTensors(network.model, network.graph.logits), execution);
    const rollout = attention.reduce<TokenMatrix | undefined>((flow, heads) => {
      const fused = fusedHeads(heads, FUSIONS[params.headFusion]);
      const step = TokenMatrix.identity(fused.size).plus(fused).normalised();
      return flow ? step.times(flow) : step;
    }, undefined)!;
    const { map, raw } = tokenMap(context, rollout);
    return { map, details: { raw } };
  },
});
