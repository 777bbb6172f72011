import { EXPECTED_GRADIENTS } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import { floats } from '../../tensor/tensor';
import { defineMethod } from '../method';
import { alongRandomPaths, randomPathParameters } from '../derivation/random-paths';

/** Expected gradients: the mean over samples of (s_i − b_i) · ∂f/∂x at α_i s_i + (1 − α_i) b_i, s_i = x + noise_i. */
export const gradientShap = defineMethod({
  id: 'gradient-shap',
  label: 'Gradient SHAP (expected gradients)',
  group: 'gradient',
  paper: EXPECTED_GRADIENTS,
  shows: 'Integrated gradients averaged over many baselines, one random point per path.',
  misleads: 'Only as good as the baselines; few samples are noisy.',
  needs: ['gradient'],
  signed: true,
  unit: 'score',
  random: true,
  params: randomPathParameters,
  // A noisy end needs a forward pass of its own.
  cost: ({ samples, stdev }) => (stdev > 0 ? 3 : 2) * samples,
  async run(context) {
    const { network, input, score, execution } = context;
    const scoreAt = async (data: Float32Array): Promise<number> =>
      scoresOf(await network.logits(floats(input.dims, data), execution), score)[0];
    const sum = new Float64Array(input.data.length);
    const deltas: number[] = [];
    let total = 0;
    await alongRandomPaths(context, network.graph.input, async ({ start, end }, gradient) => {
      let own = 0;
      for (let k = 0; k < sum.length; k++) {
        const value = gradient[k] * (end[k] - start[k]);
        sum[k] += value;
        own += value;
      }
      total += own;
      deltas.push(own - ((await scoreAt(end)) - (await scoreAt(start))));
    });
    const samples = deltas.length;
    const excess = deltas.reduce((a, b) => a + b, 0);
    return {
      map: floats(
        input.dims,
        Float32Array.from(sum, (v) => v / samples),
      ),
      completeness: { sum: total / samples, expected: (total - excess) / samples },
      details: { convergenceDeltas: floats([samples], Float32Array.from(deltas)) },
    };
  },
});
