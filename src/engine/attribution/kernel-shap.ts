import { LensError } from '../../protocol/error';
import type { AttributionMethod, MethodContext } from './method';
import { coalitionOf, rowsOf, sizeOfCoalition } from './perturbation/coalitions';
import { coalitionScores } from './perturbation/coalition-scores';
import { secondsParameter, standardErrorParameter } from './perturbation/sampling';
import { drawCoalitions, type WeightedCoalitions } from './perturbation/kernel-shap-draws';
import { captumFit, constrainedFit, shapleyKernel, type ShapleyFit } from './perturbation/kernel-shap-fit';
import { estimated } from './perturbation/standard-errors';
import { painted, segmentBaselineOf, segmentBaselineParameter, segmentCount, segmentParameters, segmentsExpected, segmentsOf } from './perturbation/segments';

const MOST_ENUMERATED = 16;

/** KernelSHAP: Shapley values as a weighted linear regression over coalitions, with the sum held exactly. */
export const kernelShap: AttributionMethod = {
  id: 'kernel-shap',
  label: 'KernelSHAP',
  group: 'perturbation',
  paper: 'Lundberg and Lee 2017, A unified approach to interpreting model predictions; Covert and Lee 2021 (paired sampling)',
  shows: "Each segment's estimated share of the difference between the score and the baseline's score.",
  misleads: 'With fewer samples than about twenty per segment; hidden segments make unnatural inputs.',
  needs: [],
  signed: true,
  random: true,
  params: [
    { kind: 'integer', name: 'samples', label: 'Samples', default: 2048, minimum: 4, maximum: 1000000 },
    ...segmentParameters,
    segmentBaselineParameter,
    {
      kind: 'choice', name: 'coalitions', label: 'Coalitions', default: 'sampled', advanced: true,
      choices: [{ value: 'sampled', label: 'Sampled' }, { value: 'all', label: `All 2ⁿ (at most ${MOST_ENUMERATED} segments)` }],
    },
    { kind: 'number', name: 'endpointWeight', label: "Weight of the two ends (Captum's way)", description: '0: the sum is a constraint', default: 0, minimum: 0, advanced: true },
    standardErrorParameter,
    secondsParameter,
  ],
  cost: (params, facts) => (params.coalitions === 'all' ? 2 ** segmentsExpected(params, facts) : Number(params.samples) + 2),
  async run(context) {
    const labels = segmentsOf(context);
    const segments = segmentCount(labels);
    const coalitions = coalitionsOf(context, segments);
    const ends = [new Uint8Array(segments), new Uint8Array(segments).fill(1)];
    const all = [...ends, ...coalitions.rows];
    const scores = new Float64Array(all.length).fill(NaN);
    const fit = (done: number): Fit => fitted(coalitions, done - 2, scores, Number(context.params.endpointWeight));
    const level = Number(context.params.standardError);
    const { done, warnings } = await coalitionScores(context, {
      labels,
      count: all.length,
      baseline: segmentBaselineOf(context, labels),
      row: (index) => all[index],
      partial: () => {
        const known = scores.findIndex(Number.isNaN);
        return known > 2 + segments ? painted(fit(known).values, labels) : undefined;
      },
      enough: (known) => level > 0 && known > 2 + coalitions.drawnFrom + 4 * segments && Math.max(...(fit(known).errors ?? [Infinity])) <= level,
    }, scores);
    const { values, errors, baseValue } = fit(done);
    return {
      map: painted(values, labels),
      standardError: errors && estimated(painted(errors, labels)),
      completeness: { sum: values.reduce((sum, v) => sum + v, 0), expected: scores[1] - scores[0] },
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: values },
        ...(errors && { standardErrors: { type: 'float64' as const, dims: [segments], data: errors } }),
        baseValue,
      },
      warnings,
    };
  },
};

interface Fit extends Partial<ShapleyFit> {
  readonly values: Float64Array;
  /** The score that the values start from. */
  readonly baseValue: number;
}

/** The fit over the first `count` coalitions. */
function fitted({ rows, weights, drawnFrom }: WeightedCoalitions, count: number, scores: Float64Array, endpointWeight: number): Fit {
  const known = { rows: rows.slice(0, count), targets: scores.subarray(2, 2 + count), weights: weights.subarray(0, count) };
  if (endpointWeight > 0) {
    const { coefficients, intercept } = captumFit(known.rows, known.targets, endpointWeight);
    return { values: coefficients, baseValue: intercept };
  }
  return { ...constrainedFit(known, { none: scores[0], all: scores[1] }, drawnFrom), baseValue: scores[0] };
}

/** Stored rows, all rows, or drawn ones. */
function coalitionsOf({ draws, params }: MethodContext, segments: number): WeightedCoalitions {
  const stored = draws.given('coalitions');
  if (stored) {
    const rows = rowsOf(stored);
    return { rows, weights: new Float64Array(rows.length).fill(1), drawnFrom: 0 };
  }
  if (params.coalitions === 'all') return enumerated(segments);
  return drawCoalitions(segments, Number(params.samples), draws.stream('coalitions', 0));
}

function enumerated(segments: number): WeightedCoalitions {
  if (segments > MOST_ENUMERATED) {
    throw new LensError({ code: 'invalid-argument', what: `${segments} segments have ${2 ** segments} coalitions`, next: `Sample them, or take at most ${MOST_ENUMERATED} segments` });
  }
  const rows = Array.from({ length: 2 ** segments - 2 }, (_, c) => coalitionOf(c + 1, segments));
  return { rows, weights: Float64Array.from(rows, (row) => shapleyKernel(segments, sizeOfCoalition(row))), drawnFrom: rows.length };
}
