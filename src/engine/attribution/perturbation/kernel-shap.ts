import { LensError } from '../../../protocol/error';
import { SHAP } from '../../literature/papers';
import { choice, integer, number } from '../../parameter/kinds';
import { defineMethod, type MethodContext } from '../method';
import { rowsOf, type Coalition } from '../coalition/coalitions';
import { arrived, raced, type Arrived } from '../coalition/coalition-race';
import { coalitionScores, withoutEnds } from '../coalition/coalition-scores';
import { budgetParameters, precisionOf, standardErrorParameter } from '../masking/sampling';
import { allCoalitions, drawCoalitions, type WeightedCoalitions } from '../coalition/kernel-shap-draws';
import { captumFit, constrainedFit, type ShapleyFit } from '../coalition/kernel-shap-fit';
import type { Samples } from '../regression/least-squares';
import {
  painted,
  segmentBaselineOf,
  segmentCount,
  segmentParameters,
  segmentsExpected,
  segmentsOf,
} from '../segment/segments';

const MOST_ENUMERATED = 16;

/** KernelSHAP: Shapley values as a weighted linear regression over coalitions, with the sum held exactly. */
export const kernelShap = defineMethod({
  id: 'kernel-shap',
  label: 'KernelSHAP',
  group: 'perturbation',
  paper: SHAP,
  shows: "Each segment's estimated share of the difference between the score and the baseline's score.",
  misleads: 'With fewer samples than about twenty per segment; hidden segments make unnatural inputs.',
  needs: [],
  signed: true,
  unit: 'score',
  random: true,
  params: [
    integer({ name: 'samples', label: 'Samples', default: 2048, minimum: 4, maximum: 1000000 }),
    ...segmentParameters(),
    choice({
      name: 'coalitions',
      label: 'Coalitions',
      default: 'sampled',
      advanced: true,
      choices: [
        { value: 'sampled', label: 'Sampled' },
        { value: 'all', label: `All 2ⁿ (at most ${MOST_ENUMERATED} segments)` },
      ],
    }),
    number({
      name: 'endpointWeight',
      label: "Weight of the two ends (Captum's way)",
      description: '0: the sum is a constraint',
      default: 0,
      minimum: 0,
      advanced: true,
    }),
    standardErrorParameter,
    ...budgetParameters,
  ],
  shared: ['samples', 'endpointWeight', 'standardError'],
  cost: (params, facts) => {
    const distinct = 2 ** segmentsExpected(params, facts);
    return params.coalitions === 'all' ? distinct : Math.min(params.samples + 2, distinct);
  },
  async run(context) {
    const labels = segmentsOf(context);
    const segments = segmentCount(labels);
    const coalitions = coalitionsOf(context, segments);
    const all = [...endsOf(segments), ...coalitions.rows];
    const scores = new Float64Array(all.length).fill(NaN);
    const fit = (done: number): Fit => fitted(coalitions, segments, done - 2, scores, context.params.endpointWeight);
    const { done, warnings } = await coalitionScores(
      context,
      {
        labels,
        count: all.length,
        baseline: segmentBaselineOf(context, labels),
        row: (index) => all[index],
        partial: () => {
          const known = scores.findIndex(Number.isNaN);
          return known > 2 + segments ? painted(fit(known).values, labels) : undefined;
        },
        precision: precisionOf(context, 3 + 4 * segments, (known) => Math.max(...(fit(known).errors ?? [Infinity]))),
      },
      scores,
    );
    if (done < 2) throw withoutEnds();
    const { values, errors, baseValue } = fit(done);
    const told = errors?.every(Number.isFinite) ? errors : undefined;
    return {
      map: painted(values, labels),
      standardError: told && painted(told, labels),
      completeness: { sum: values.reduce((sum, v) => sum + v, 0), expected: scores[1] - scores[0] },
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: values },
        ...(told && { standardErrors: { type: 'float64' as const, dims: [segments], data: told } }),
        baseValue,
      },
      warnings,
    };
  },
});

interface Fit extends Partial<ShapleyFit> {
  readonly values: Float64Array;
  /** The score that the values start from. */
  readonly baseValue: number;
}

/** The fit over the first `count` coalitions and the two ends; `scores` begins with those of the ends. */
function fitted(
  coalitions: Coalitions,
  segments: number,
  count: number,
  scores: Float64Array,
  endpointWeight: number,
): Fit {
  const { rows, weights, chance } = coalitions.first(Math.max(0, count));
  const [none, all] = scores;
  const known = { rows, targets: scores.subarray(2, 2 + count), weights };
  if (endpointWeight === 0) return { ...constrainedFit(known, { none, all }, segments, chance), baseValue: none };
  const { coefficients, intercept } = captumFit(
    coalitions.withEnds ? known : joined(endsOf(segments), [none, all], known),
    endpointWeight,
  );
  return { values: coefficients, baseValue: intercept };
}

const joined = (
  ends: readonly Coalition[],
  scores: readonly number[],
  { rows, targets, weights }: Samples,
): Samples => ({
  rows: [...ends, ...rows],
  targets: Float64Array.of(...scores, ...Array.from(targets)),
  weights: Float64Array.of(1, 1, ...Array.from(weights)),
});

const endsOf = (segments: number): Coalition[] => [new Uint8Array(segments), new Uint8Array(segments).fill(1)];

/** The coalitions of a run, in the order in which they are run. */
interface Coalitions {
  readonly rows: readonly Coalition[];
  /** Whether the ends are among the rows. */
  readonly withEnds: boolean;
  first(count: number): Arrived;
}

/** Stored rows, all rows, or drawn ones. */
interface DrawValues {
  readonly coalitions: 'sampled' | 'all';
  readonly samples: number;
}

function coalitionsOf({ draws, params }: MethodContext<DrawValues>, segments: number): Coalitions {
  const stored = draws.given('coalitions');
  if (stored) {
    const rows = rowsOf(stored);
    const ones = (count: number): Float64Array => new Float64Array(count).fill(1);
    return {
      rows,
      withEnds: true,
      first: (count) => ({ rows: rows.slice(0, count), weights: ones(count), chance: ones(count) }),
    };
  }
  const drawn =
    params.coalitions === 'all'
      ? enumerated(segments)
      : drawCoalitions(segments, params.samples, draws.stream('coalitions', 0));
  const race = raced(drawn, draws.stream('coalitions', 1));
  return { rows: race.rows, withEnds: false, first: (count) => arrived(race, count) };
}

function enumerated(segments: number): WeightedCoalitions {
  if (segments > MOST_ENUMERATED) {
    throw new LensError({
      code: 'invalid-argument',
      what: `${segments} segments have ${2 ** segments} coalitions`,
      next: `Sample them, or take at most ${MOST_ENUMERATED} segments`,
    });
  }
  return allCoalitions(segments);
}
