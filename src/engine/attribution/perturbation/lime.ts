import { choicesOf, entryOf, registry } from '../../parameter/entries';
import { boolean, choice, integer, number } from '../../parameter/kinds';
import { defineMethod, type MethodContext } from '../method';
import { coalitionScores } from '../coalition/coalition-scores';
import { rowsOf, type Coalition } from '../coalition/coalitions';
import { featureSelections } from '../regression/feature-selection';
import { budgetParameters, precisionOf, standardErrorParameter } from '../masking/sampling';
import { lasso } from '../regression/lasso';
import { inputDistances, kernelWeight, rowDistances } from '../coalition/lime-kernels';
import {
  momentsOf,
  predict,
  r2,
  ridge,
  withIntercept,
  type LinearFit,
  type Moments,
} from '../regression/least-squares';
import { estimated, ridgeErrors } from '../masking/standard-errors';
import { painted, segmentBaselineOf, segmentCount, segmentParameters, segmentsOf } from '../segment/segments';

/** A linear model that may be fitted to the samples. */
interface Regressor {
  readonly id: string;
  readonly label: string;
  fit(moments: Moments, alpha: number, features: readonly number[]): LinearFit;
}

const REGRESSORS = registry<Regressor>()([
  { id: 'ridge', label: 'Ridge', fit: ridge },
  {
    id: 'lasso',
    label: 'Lasso',
    fit: (moments, alpha, features) =>
      features.length === moments.cross.length ? lasso(moments, alpha) : lassoOver(moments, alpha, features),
  },
]);

/**
 * LIME: a sparse linear model of the score over random 0/1 rows of segments, weighted by how near each sample is.
 * With `distanceSpace` = segments and ridge it is the lime library's; with `input` it is Captum's.
 */
export const lime = defineMethod({
  id: 'lime',
  label: 'LIME',
  group: 'perturbation',
  paper: {
    authors: 'Ribeiro, Singh & Guestrin',
    year: 2016,
    title: '"Why Should I Trust You?": Explaining the Predictions of Any Classifier',
    url: 'https://arxiv.org/abs/1602.04938',
  },
  shows: 'The weights of a linear model that imitates the network around this input.',
  misleads: 'When the linear model fits badly: look at R²; another kernel width or segmentation gives another answer.',
  needs: [],
  signed: true,
  unit: 'score',
  random: true,
  params: [
    integer({ name: 'samples', label: 'Samples', default: 1000, minimum: 10, maximum: 1000000 }),
    ...segmentParameters(),
    number({
      name: 'kernelWidth',
      label: 'Kernel width',
      description:
        'Distance at which a sample counts e⁻½: 0.25 for cosine distances; for Euclidean distances of inputs hundreds',
      default: 0.25,
      minimum: 1e-6,
    }),
    choice({
      name: 'distance',
      label: 'Distance',
      default: 'cosine',
      advanced: true,
      choices: [
        { value: 'cosine', label: 'Cosine' },
        { value: 'euclidean', label: 'Euclidean' },
      ],
    }),
    choice({
      name: 'distanceSpace',
      label: 'Distance between',
      default: 'segments',
      advanced: true,
      choices: [
        { value: 'segments', label: '0/1 rows (lime library)' },
        { value: 'input', label: 'Perturbed inputs (Captum)' },
      ],
    }),
    choice({
      name: 'regressor',
      label: 'Linear model',
      default: 'ridge',
      advanced: true,
      choices: choicesOf(REGRESSORS),
    }),
    number({
      name: 'alpha',
      label: 'Penalty',
      description: '1 for ridge as in the lime library; 0.01 for the lasso as in Captum',
      default: 1,
      minimum: 0,
      advanced: true,
    }),
    choice({
      name: 'featureSelection',
      label: 'Which segments',
      default: 'auto',
      choices: choicesOf(featureSelections),
    }),
    integer({ name: 'numFeatures', label: 'Number of segments in the model', default: 100, minimum: 1 }),
    boolean({ name: 'positiveOnly', label: 'Positive weights only', default: false }),
    { ...standardErrorParameter, usedWith: { name: 'regressor', values: ['ridge'] } },
    ...budgetParameters,
  ],
  shared: [
    'samples',
    'kernelWidth',
    'distance',
    'distanceSpace',
    'regressor',
    'alpha',
    'featureSelection',
    'numFeatures',
    'positiveOnly',
    'standardError',
  ],
  cost: (params) => params.samples,
  async run(context) {
    const labels = segmentsOf(context);
    const segments = segmentCount(labels);
    const baseline = segmentBaselineOf(context, labels);
    const rows = rowsFor(context, segments);
    const distance =
      context.params.distanceSpace === 'input' ? inputDistances(context.input, baseline, labels) : rowDistances;
    const measure = distance[context.params.distance];
    const weights = Float64Array.from(rows, (row) => kernelWeight(measure(row), context.params.kernelWidth));
    const scores = new Float64Array(rows.length).fill(NaN);
    const shown = (values: Float64Array) =>
      painted(context.params.positiveOnly ? values.map((v) => Math.max(0, v)) : values, labels);
    const samples = (known: number): LimeSamples => ({ rows: rows.slice(0, known), targets: scores, weights });
    const fitted = (known: number) => explanation(context.params, samples(known));
    const hasErrors = context.params.regressor === 'ridge';
    const errorsOf = (known: number, { moments, fit, selected }: Explanation) =>
      ridgeErrors(samples(known), moments, fit, context.params.alpha, selected);
    const { done, warnings } = await coalitionScores(
      context,
      {
        labels,
        count: rows.length,
        baseline,
        row: (index) => rows[index],
        partial: () => {
          const known = scores.findIndex(Number.isNaN);
          return known > segments ? shown(fitted(known).fit.coefficients) : undefined;
        },
        precision: hasErrors
          ? precisionOf(context, 4 * segments, (known) => Math.max(...errorsOf(known, fitted(known))))
          : undefined,
      },
      scores,
    );
    const explained = fitted(done);
    const { fit, moments, selected } = explained;
    // A fit through all its points leaves no residuals to tell errors from.
    const errors = hasErrors && done > segments + 1 ? errorsOf(done, explained) : undefined;
    const fitQuality = r2(moments, fit);
    return {
      map: shown(fit.coefficients),
      r2: fitQuality,
      standardError: errors && estimated(painted(errors, labels)),
      details: {
        labels,
        segmentValues: { type: 'float64', dims: [segments], data: fit.coefficients },
        ...(errors && { standardErrors: { type: 'float64' as const, dims: [segments], data: errors } }),
        weights: { type: 'float64', dims: [weights.length], data: weights },
        intercept: fit.intercept,
        r2: fitQuality,
        localPrediction: predict(fit, rows[0]),
        selected,
      },
      warnings,
    };
  },
});

interface LimeSamples {
  readonly rows: readonly Coalition[];
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}

/** The parameters that a fit depends on. */
interface FitValues {
  readonly featureSelection: string;
  readonly numFeatures: number;
  readonly regressor: string;
  readonly alpha: number;
}

interface Explanation {
  readonly fit: LinearFit;
  readonly moments: Moments;
  readonly selected: number[];
}

/** The fit over the segments that the feature selection leaves. */
function explanation(values: FitValues, samples: LimeSamples): Explanation {
  const moments = momentsOf(samples);
  const selection = entryOf(featureSelections, values.featureSelection, 'feature selection');
  const selected = selection.select(moments, values.numFeatures, samples.rows[0]);
  const fit = entryOf(REGRESSORS, values.regressor, 'linear model').fit(moments, values.alpha, selected);
  return { fit, moments, selected };
}

/** The lasso over some features: the others' moments are taken out, so that they stay at 0. */
function lassoOver(moments: Moments, alpha: number, features: readonly number[]): LinearFit {
  const inner = lasso(
    {
      ...moments,
      gram: features.map((s) => Float64Array.from(features, (t) => moments.gram[s][t])),
      cross: Float64Array.from(features, (s) => moments.cross[s]),
    },
    alpha,
  );
  const coefficients = new Float64Array(moments.cross.length);
  features.forEach((s, k) => (coefficients[s] = inner.coefficients[k]));
  return withIntercept(moments, coefficients);
}

/** Stored rows, or rows of fair coins after a first row that keeps everything. */
function rowsFor({ draws, params }: MethodContext<{ readonly samples: number }>, segments: number): Coalition[] {
  const stored = draws.given('perturbations');
  if (stored) return rowsOf(stored);
  return Array.from({ length: params.samples }, (_, n) => {
    const stream = draws.stream('perturbations', n);
    return Uint8Array.from({ length: segments }, () => (n === 0 || stream.uniform() < 0.5 ? 1 : 0));
  });
}
