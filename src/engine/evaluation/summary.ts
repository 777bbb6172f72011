import type { MethodSummary, EvaluationSummary, Misclassified, PairSummary } from '../../protocol/evaluation-summary';
import type { EvaluationRequest } from '../../protocol/evaluation';
import type { PartialTable } from '../../protocol/evaluation-progress';
import { preprocessingOf } from '../../protocol/preprocessing';
import { LEVEL, meanOf, plainMean, resamplesFor } from './averaging';
import { methodCells, methodCost, metricColumn, metricParts } from './metric-columns';
import type { EvaluatedModel } from './evaluated-model';
import type { Judge } from './judge/judge';
import { pairsOf } from './pairs';
import type { Plan } from './plan';
import type { Results } from './results';
import type { EvaluationSet } from './evaluation-set';

/** Misclassified inputs named in the summary; all are in `images.csv`. */
const MOST_MISCLASSIFIED = 50;
const OUTSIDE = 'relevance-mass';
const SIZED =
  'The model leaves the size of its images open: each is judged at its own, rounded up to what networks take, unless "size" in the sidecar says one for all.';

interface Finished {
  readonly request: EvaluationRequest;
  readonly plan: Plan;
  readonly judge: Judge;
  readonly models: readonly EvaluatedModel[];
  readonly set: EvaluationSet;
  readonly results: Results;
  readonly skipped: number;
  readonly command: string;
}

export function summarise({
  request,
  plan,
  judge,
  models,
  set,
  results,
  skipped,
  command,
}: Finished): EvaluationSummary {
  const places = models.flatMap((_, model) => plan.methods.map((_method, method) => ({ model, method })));
  return {
    folder: request.folder,
    labelling: set.labelling,
    seed: plan.seed,
    target: plan.target,
    ...(judge.explainsBoxes && { boxes: { most: plan.boxes, which: plan.whichBoxes, ...plan.thresholds } }),
    images: results.count,
    skipped,
    models: models.map(({ name, opened, isSized }, m) => ({
      name,
      path: opened.file.path,
      hash: opened.file.hash,
      device: opened.network.device,
      output: opened.logits.tensor,
      recipe: preprocessingOf(opened.recipe),
      warnings: [
        ...opened.warnings,
        ...(isSized ? [SIZED] : []),
        ...set.notes[m],
        ...(plan.methods.length > 0 && judge.remark ? [judge.remark(plan)] : []),
      ],
      ...results.tallies[m].summary(results.names, plan.seed),
    })),
    methods: plannedMethods(plan),
    columns: metricParts(plan, results).map((part) => metricColumn(plan, part)),
    cells: methodCells(plan, results, models.length),
    costs: places.map((place) => methodCost(results, place)).filter(({ images }) => images > 0),
    notes: results.notes,
    comparisons: plan.comparisons.map(({ id, label, formula, alike }) => ({ id, label, formula, alike })),
    pairs: pairsIn(plan, models.length, results),
    misclassified: misclassifiedIn(models.length, plan, results, set),
    bootstrap: { level: LEVEL, resamples: resamplesFor(results.count) },
    command,
  };
}

/** The methods of a plan, as files and the panel show them. */
export function plannedMethods({ methods }: Plan): MethodSummary[] {
  return methods.map(({ name, method: { id, label, paper }, params, layer, seed }) => ({
    name,
    id,
    label,
    paper,
    params,
    layer: layer ?? null,
    seed,
  }));
}

function pairsIn(plan: Plan, models: number, results: Results): PairSummary[] {
  if (plan.comparisons.length === 0) return [];
  return pairsOf(models, plan.methods.length).map((pair) => ({
    ...pair,
    values: plan.comparisons.map(({ id }) => ({ comparison: id, ...meanOf(results.comparison(pair, id), plan.seed) })),
  }));
}

/** Wrong predictions, those whose explanation lies furthest outside the object first, then the surest. */
function misclassifiedIn(models: number, plan: Plan, results: Results, set: EvaluationSet): Misclassified[] {
  const mass = plan.metrics.findIndex(({ metric }) => metric.id === OUTSIDE);
  return Array.from({ length: models }, (_, model) => model).flatMap((model) => {
    const predictions = results.tallies[model].predictions?.();
    if (!predictions) return [];
    const { labels, predicted, probabilities, classes, count } = predictions;
    const inside = results.metric({ model, method: 0 }, { metric: mass, part: null });
    const wrong: Misclassified[] = [];
    for (let n = 0; n < count; n++) {
      if (labels[n] < 0 || labels[n] === predicted[n]) continue;
      const outside = inside && Number.isFinite(inside[n]) ? 1 - inside[n] : null;
      const names = set.classes[model];
      wrong.push({
        model,
        name: results.names[n],
        label: names[labels[n]],
        predicted: names[predicted[n]],
        probability: probabilities[n * classes + predicted[n]],
        outside,
      });
    }
    return wrong
      .sort((a, b) => (b.outside ?? -1) - (a.outside ?? -1) || b.probability - a.probability)
      .slice(0, MOST_MISCLASSIFIED);
  });
}

/** Means so far, for display while it runs. */
export function partialTable(results: Results, models: readonly EvaluatedModel[], plan: Plan): PartialTable {
  return {
    kind: 'table',
    done: results.count,
    accuracy: results.tallies.map(({ right }) => right),
    cells: models.flatMap((_, model) =>
      plan.methods.flatMap((_method, method) =>
        plan.metrics
          .map((_metric, column) => ({
            model,
            method,
            column,
            ...plainMean(results.metric({ model, method }, { metric: column, part: null })),
          }))
          .filter(({ images }) => images > 0),
      ),
    ),
  };
}
