import { integer } from '../../parameter/kinds';
import { defineMethod, type MethodContext } from '../method';
import { coalitionScores } from '../coalition/coalition-scores';
import { budgetParameters, precisionOf, standardErrorParameter } from '../masking/sampling';
import {
  painted,
  segmentBaselineOf,
  segmentCount,
  segmentParameters,
  segmentsExpected,
  segmentsOf,
} from '../segment/segments';
import { estimated } from '../masking/standard-errors';
import { MarginalMeans } from '../coalition/shapley-values';

/** Fewer do not tell how certain the values are. */
const LEAST_PERMUTATIONS = 5;

/**
 * Shapley value sampling: segments are added to the baseline in random orders; a segment's value is the mean of the
 * score differences it makes. The two ends are run once, so a permutation costs n − 1 forward passes.
 */
export const shapleyValueSampling = defineMethod({
  id: 'shapley-value-sampling',
  label: 'Shapley value sampling',
  group: 'perturbation',
  paper: {
    authors: 'Castro, Gómez & Tejada',
    year: 2009,
    title: 'Polynomial calculation of the Shapley value based on sampling',
    url: 'https://doi.org/10.1016/j.cor.2008.04.004',
  },
  shows: "An estimate of each segment's fair share of the score, with its standard error.",
  misleads: 'With few permutations: look at the standard error; hidden segments make unnatural inputs.',
  needs: [],
  signed: true,
  unit: 'score',
  random: true,
  params: [
    integer({ name: 'permutations', label: 'Permutations', default: 25, minimum: 1, maximum: 100000 }),
    ...segmentParameters(),
    standardErrorParameter,
    ...budgetParameters,
  ],
  shared: ['permutations', 'standardError'],
  cost: (params, facts) => 2 + params.permutations * (segmentsExpected(params, facts) - 1),
  async run(context) {
    const labels = segmentsOf(context);
    const segments = segmentCount(labels);
    const orders = ordersOf(context, segments);
    const steps = segments - 1;
    const count = 2 + orders.length * steps;
    const scores = new Float64Array(count).fill(NaN);
    const means = new MarginalMeans(segments);
    const { warnings } = await coalitionScores(
      context,
      {
        labels,
        count,
        baseline: segmentBaselineOf(context, labels),
        row: (index) => rowOf(index, segments, orders.at),
        taken: (done) => {
          while (means.permutations < orders.length && done >= 2 + (means.permutations + 1) * steps) {
            const start = 2 + means.permutations * steps;
            means.add(orders.at(means.permutations), [scores[0], ...scores.subarray(start, start + steps), scores[1]]);
          }
        },
        precision: precisionOf(context, 2 + LEAST_PERMUTATIONS * steps, () => Math.max(...means.errors())),
        partial: () => (means.permutations > 0 ? painted(means.values(), labels) : undefined),
      },
      scores,
    );
    const values = means.values();
    return {
      map: painted(values, labels),
      standardError: estimated(painted(means.errors(), labels)),
      completeness:
        means.permutations > 0
          ? { sum: values.reduce((sum, v) => sum + v, 0), expected: scores[1] - scores[0] }
          : undefined,
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: values },
        standardErrors: { type: 'float64', dims: [segments], data: means.errors() },
        permutations: means.permutations,
      },
      warnings,
    };
  },
});

function ordersOf({ draws, params }: MethodContext<{ readonly permutations: number }>, segments: number) {
  const stored = draws.given('permutations');
  const length = stored ? stored.dims[0] : params.permutations;
  const at = (index: number): ArrayLike<number> =>
    stored
      ? Array.from({ length: segments }, (_, k) => Number(stored.data[index * segments + k]))
      : draws.stream('permutations', index).permutation(segments);
  return { length, at };
}

/** Row 0 hides all, row 1 nothing; then permutation by permutation the first 1 … n − 1 segments of its order. */
function rowOf(index: number, segments: number, orderAt: (index: number) => ArrayLike<number>): Uint8Array {
  const row = new Uint8Array(segments);
  if (index < 2) return row.fill(index);
  const permutation = Math.floor((index - 2) / (segments - 1));
  const kept = ((index - 2) % (segments - 1)) + 1;
  const order = orderAt(permutation);
  for (let k = 0; k < kept; k++) row[order[k]] = 1;
  return row;
}
