import { INTEGRATED_GRADIENTS } from '../../literature/papers';
import { scoresOf } from '../../session/score';
import type { FloatTensor } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { defineMethod, type Completeness, type MethodContext } from '../method';
import { multiplied, pathIntegral } from '../derivation/path';
import { quadratureOf, quadratureParameter, stepsParameter } from '../derivation/quadrature';

/** (x − b) · ∫₀¹ ∂f(b + α (x − b))/∂x dα; the sum is f(x) − f(b). */
export const integratedGradients = defineMethod({
  id: 'integrated-gradients',
  label: 'Integrated gradients',
  group: 'gradient',
  paper: INTEGRATED_GRADIENTS,
  shows:
    'How the way from the baseline to the input earns the score, element by element; the sum is the difference of the scores.',
  misleads: 'Elements equal to the baseline get nothing: a black baseline cannot see black objects.',
  needs: ['gradient'],
  signed: true,
  unit: 'score',
  params: [stepsParameter, quadratureParameter, ...baselineParameters()],
  cost: ({ steps }) => 2 * steps,
  async run(context) {
    const baseline = baselineOf(context);
    const quadrature = quadratureOf(context.params);
    const mean = await pathIntegral(context, {
      along: context.network.graph.input,
      start: baseline,
      end: context.input,
      quadrature,
    });
    const map = multiplied(mean, context.input, baseline);
    return { map, completeness: await scoreDifference(context, map, baseline) };
  },
});

/** The axiom of methods with a baseline: Σ attribution = f(x) − f(b). */
export async function scoreDifference(
  context: MethodContext,
  map: FloatTensor,
  baseline: FloatTensor,
): Promise<Completeness> {
  const { network, execution, score, input } = context;
  const [atInput, atBaseline] = [await network.logits(input, execution), await network.logits(baseline, execution)];
  return { sum: total(map), expected: scoresOf(atInput, score)[0] - scoresOf(atBaseline, score)[0] };
}

/** Sum in double precision. */
export const total = (map: FloatTensor): number => map.data.reduce((sum, v) => sum + v, 0);
