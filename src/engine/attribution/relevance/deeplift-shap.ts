import { SHAP } from '../../literature/papers';
import { entryOf } from '../../parameter/entries';
import { integer } from '../../parameter/kinds';
import { floats, row, type FloatTensor } from '../../tensor/tensor';
import { BASELINES, type BaselineId } from '../../baseline';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf, type NamedBaseline } from '../baseline';
import { contributionLosses, contributions } from '../derivation/contributions';
import { Draws } from '../draws';
import { total } from '../gradient/integrated-gradients';
import { defineMethod, type MethodContext } from '../method';

/** The mean of DeepLIFT over several baselines: an estimate of Shapley values with a distribution as reference. */
export const deepliftShap = defineMethod({
  id: 'deeplift-shap',
  label: 'DeepLIFT SHAP',
  group: 'relevance',
  paper: SHAP,
  shows: 'DeepLIFT averaged over baselines, so that no single one decides what counts as absent.',
  misleads: 'Only as good as the baselines; noise is not what images without the object look like.',
  needs: ['gradient', 'operators'],
  signed: true,
  unit: 'score',
  random: true,
  params: [
    integer({
      name: 'samples',
      label: 'Baselines',
      default: 10,
      minimum: 1,
      maximum: 10000,
      description: 'Where they are drawn; stored ones are all used',
    }),
    ...baselineParameters({ default: 'uniform' }),
  ],
  cost: ({ samples, baseline }) => 3 * (isRandom(baseline) ? samples : 1),
  async run(context) {
    const baselines = drawnBaselines(context);
    const sum = new Float64Array(context.input.data.length);
    const deltas: number[] = [];
    let expected = 0;
    await contributions(context, baselines, ({ map, difference }) => {
      map.data.forEach((v, k) => (sum[k] += v));
      deltas.push(total(map) - difference);
      expected += difference / baselines.length;
    });
    const map = floats(
      context.input.dims,
      Float32Array.from(sum, (v) => v / baselines.length),
    );
    return {
      map,
      completeness: { sum: total(map), expected },
      losses: contributionLosses(context, baselines[0]),
      details: { convergenceDeltas: floats([deltas.length], Float32Array.from(deltas)) },
    };
  },
});

const isRandom = (baseline: BaselineId): boolean => entryOf(BASELINES, baseline, 'baseline').random === true;

/** The stored baselines, or as many drawn ones as asked; baselines that are not random need only one. */
function drawnBaselines(context: MethodContext<NamedBaseline & { readonly samples: number }>): FloatTensor[] {
  const stored = context.draws.given('baselines') as FloatTensor | undefined;
  if (stored) return Array.from({ length: stored.dims[0] }, (_, i) => row(stored, i));
  const { baseline, samples } = context.params;
  if (!isRandom(baseline)) return [baselineOf(context)];
  return Array.from({ length: samples }, (_, i) =>
    baselineOf({ ...context, draws: new Draws(context.draws.seed + i) }),
  );
}
