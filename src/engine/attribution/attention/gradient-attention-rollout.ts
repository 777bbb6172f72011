import { floats } from '../../tensor/tensor';
import { attentionTensors, fusedHeads, mean, TokenMatrix, tokenMap } from '../feature-map/attention-matrices';
import { gradientAtInput } from '../derivation/gradients';
import { defineMethod } from '../method';

/** R ← R + Ā R over the layers, Ā = mean over heads of max(A · ∂f/∂A, 0), starting from the identity. */
export const gradientAttentionRollout = defineMethod({
  id: 'gradient-attention-rollout',
  label: 'Gradient attention rollout',
  group: 'attention',
  paper: {
    authors: 'Chefer, Gur & Wolf',
    year: 2021,
    title: 'Generic Attention-model Explainability for Interpreting Bi-Modal and Encoder-Decoder Transformers',
    url: 'https://arxiv.org/abs/2103.15679',
  },
  shows: 'Which patches reach the class through attention that raises its score, all layers together.',
  misleads: 'Only attention is followed: what the layers between do with the tokens is left out.',
  needs: ['gradient', 'operators'],
  look: ({ model, graph }) => attentionTensors(model, graph.logits),
  signed: false,
  unit: 'relative',
  params: [],
  cost: () => 2,
  async run(context) {
    const { network } = context;
    const tensors = attentionTensors(network.model, network.graph.logits);
    const { gradients, captures } = await gradientAtInput(context, { wrt: tensors, captures: tensors });
    let relevance: TokenMatrix | undefined;
    captures.forEach((attention, layer) => {
      const weighted = floats(
        attention.dims,
        attention.data.map((a, i) => Math.max(0, a * gradients[layer].data[i])),
      );
      const fused = fusedHeads(weighted, mean);
      relevance ??= TokenMatrix.identity(fused.size);
      relevance = fused.times(relevance).plus(relevance);
    });
    const { map, raw } = tokenMap(context, withoutOwn(relevance!));
    return { map, details: { raw } };
  },
});

/** The diagonal is the identity the layers started from and would outshine the rest where rows are averaged. */
const withoutOwn = (relevance: TokenMatrix): TokenMatrix => TokenMatrix.identity(relevance.size).plus(relevance, -1);
