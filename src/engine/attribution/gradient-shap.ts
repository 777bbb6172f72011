import { scoresOf } from '../session/score';
import { floats, row, type FloatTensor } from '../tensor/tensor';
import { baselineOf, baselineParameter } from './baseline';
import { gradientsAt } from './gradients';
import type { AttributionMethod, MethodContext } from './method';

/** Expected gradients: the mean over samples of (s_i − b_i) · ∂f/∂x at α_i s_i + (1 − α_i) b_i, s_i = x + noise_i. */
export const gradientShap: AttributionMethod = {
  id: 'gradient-shap',
  label: 'Gradient SHAP (expected gradients)',
  group: 'gradient',
  paper: 'Erion, Janizek, Sturmfels, Lundberg & Lee 2021, Improving performance of deep learning models with axiomatic attribution priors, arXiv:1906.10670',
  shows: 'Integrated gradients averaged over many baselines, one random point per path.',
  misleads: 'Only as good as the baselines; few samples are noisy.',
  needs: ['gradient'],
  signed: true,
  random: true,
  params: [
    { name: 'samples', label: 'Samples', kind: 'integer', default: 50, minimum: 1, maximum: 10000 },
    { name: 'stdev', label: 'Noise', kind: 'number', default: 0, minimum: 0, unit: 'standard deviation, in input units' },
    baselineParameter,
  ],
  cost: ({ samples }) => 2 * Number(samples),
  async run(context) {
    const samples = Number(context.params.samples);
    const pairs = sampledPairs(context, samples);
    const sums = new Float64Array(samples);
    const sum = new Float64Array(context.input.data.length);
    await gradientsAt(context, samples, (i, into) => {
      const { end, start, alpha } = pairs(i);
      for (let k = 0; k < into.length; k++) into[k] = alpha * end[k] + (1 - alpha) * start[k];
    }, { wrt: [context.network.graph.input] }, ({ start: from, end: to, gradients }) => {
      for (let i = from; i < to; i++) {
        const { end, start } = pairs(i);
        const gradient = row(gradients[0], i - from).data;
        for (let k = 0; k < sum.length; k++) {
          const value = gradient[k] * (end[k] - start[k]);
          sum[k] += value;
          sums[i] += value;
        }
      }
    });
    const map = floats(context.input.dims, Float32Array.from(sum, (v) => v / samples));
    const deltas = await convergenceDeltas(context, pairs, sums);
    const expected = sums.reduce((a, v, i) => a + v - deltas[i], 0) / samples;
    return { map, completeness: { sum: sums.reduce((a, b) => a + b, 0) / samples, expected }, details: { convergenceDeltas: floats([samples], Float32Array.from(deltas)) } };
  },
};

interface Pair {
  readonly start: Float32Array;
  readonly end: Float32Array;
  readonly alpha: number;
}

/** The baseline, noisy input and position of sample i; the same numbers whenever it is asked. */
function sampledPairs(context: MethodContext, samples: number): (index: number) => Pair {
  const { draws, input } = context;
  const stored = draws.given('baselines') as FloatTensor | undefined;
  const single = stored ? undefined : baselineOf(context);
  const stdev = Number(context.params.stdev);
  const made: Pair[] = [];
  for (let i = 0; i < samples; i++) {
    const noise = stdev > 0 || draws.given('noise') ? draws.noise('noise', i, input.dims.slice(1), stdev) : undefined;
    made.push({
      start: stored ? row(stored, draws.below('baselineIndex', i, stored.dims[0])).data : single!.data,
      end: noise ? input.data.map((v, k) => v + noise.data[k]) : input.data,
      alpha: draws.uniform('alphas', i),
    });
  }
  return (index) => made[index];
}

/** Per sample: Σ attribution − (f(s_i) − f(b_i)). Equal inputs are run once. */
async function convergenceDeltas({ network, execution, score, input }: MethodContext, pairs: (i: number) => Pair, sums: Float64Array): Promise<Float64Array> {
  const known = new Map<Float32Array, number>();
  const scoreAt = async (data: Float32Array): Promise<number> => {
    const before = known.get(data);
    if (before !== undefined) return before;
    const [value] = scoresOf(await network.logits(floats(input.dims, data), execution), score);
    known.set(data, value);
    return value;
  };
  const deltas = new Float64Array(sums.length);
  for (let i = 0; i < sums.length; i++) deltas[i] = sums[i] - ((await scoreAt(pairs(i).end)) - (await scoreAt(pairs(i).start)));
  return deltas;
}
