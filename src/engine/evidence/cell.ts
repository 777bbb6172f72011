import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import type { CellEvidenceRequest, MetricEvidence } from '../../protocol/metric-evidence';
import { volumeSlices } from '../dataset/volume-slices';
import type { Asked } from '../evaluation/asked';
import { EvaluatedModel } from '../evaluation/evaluated-model';
import { withThresholds } from '../evaluation/evaluated-models';
import type { EvaluationInput } from '../evaluation/evaluation-set';
import { hashFile } from '../evaluation/file-hash';
import { ImageEvaluation } from '../evaluation/image-evaluation';
import { Journal } from '../evaluation/journal';
import { JournaledResults } from '../evaluation/journaled-results';
import { openJudged } from '../evaluation/judge';
import { makePlan, type Plan } from '../evaluation/plan';
import { readSummary } from '../evaluation/stored-results';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { watched } from './recorder';

/** Opens a model; one that leaves the size of its images open, at that of an image. */
export type OpenFor = (model: string, image: string) => Promise<OpenedModel>;

/** What stands behind a number of an evaluation. */
interface Cell {
  readonly model: EvaluationSummary['models'][number];
  readonly plan: Plan;
}

/**
 * What a metric did to come to a number of an evaluation: the input is explained and judged once more, as the evaluation
 * did it.
 * @param open opens a model for an image
 * @returns one for each explanation that the number is the mean of: each box of a detector
 * @throws LensError where the results, the input or the model are not what they were
 */
export async function cellEvidence(
  { out, name, labelling, ...place }: CellEvidenceRequest,
  open: OpenFor,
  options: JobOptions,
): Promise<MetricEvidence[]> {
  const stored = readSummary(out);
  if (!stored) throw gone('there are no results any more', out);
  const { summary } = stored;
  const { model: made, plan } = cellOf(summary, place, out);
  const opened = withThresholds(await open(made.path, join(summary.folder, name)), plan.thresholds);
  if (opened.file.hash !== made.hash) throw gone('the model has changed since it was evaluated', made.path);
  const model = new EvaluatedModel(made.name, opened, plan.seed);
  try {
    const { judge, set } = openJudged(summary.folder, [model], {
      ...(labelling !== null && { labelling }),
      slices: await volumeSlices(summary.folder, model.opened.network.graph.inputDims),
    });
    const input = set.inputs.find((one) => one.name === name);
    if (!input) throw gone(`the input ${name.slice(0, 200)} is no longer among those that can be used`, summary.folder);
    return await inScratch(async (journal) => {
      const own = await model.at(input.path);
      const evaluation = await evaluationOf(own, input, journal, options);
      const answer = await judge.answer(evaluation, input.truths[0], journal);
      const asked = judge.asked(answer, input.truths[0], own, plan);
      const [[method], [metric]] = [plan.methods, plan.metrics];
      const evidence: MetricEvidence[] = [];
      for (const one of asked) {
        if (metric.metric.needs.includes('mask') && (await evaluation.maskState(one)).state !== 'object') continue;
        const subject = await evaluation.judged(method, one, metric);
        evidence.push(await watched(subject, metric, opened.recipe, nameOf(one, own)));
      }
      if (evidence.length === 0)
        throw gone('the input has no object that the metric could be held against', input.path);
      return evidence;
    });
  } finally {
    await model.closeCopies();
  }
}

/** The model of a number, and a plan of its one method and its one metric. */
function cellOf(
  { models, methods, columns, seed, target, boxes }: EvaluationSummary,
  place: Omit<CellEvidenceRequest, 'out' | 'name' | 'labelling'>,
  out: string,
): Cell {
  const [model, method, column] = [models[place.model], methods[place.method], columns[place.column]];
  if (!model || !method || !column) throw gone('there is no such number among the results', out);
  const { id, params, layer } = method;
  const plan = makePlan({
    ...{ folder: '', models: [], out: '', seed, target },
    ...(boxes && { ...boxes, boxes: boxes.most, whichBoxes: boxes.which }),
    methods: [{ method: id, params, ...(layer !== null && { layer }), seed: method.seed }],
    metrics: [{ metric: column.metric, params: column.params }],
  });
  return { model, plan };
}

async function evaluationOf(
  model: EvaluatedModel,
  { path, mask }: EvaluationInput,
  journal: Journal,
  options: JobOptions,
): Promise<ImageEvaluation> {
  const { hash, bytes } = await hashFile(journal, path);
  const maskHash = mask ? 'its own' : null;
  return new ImageEvaluation(
    model,
    { path, hash, content: bytes, mask, maskHash },
    new JournaledResults(journal, hash),
    options,
  );
}

/** Works with a journal that nobody reads: what is looked at here is no part of the results. */
async function inScratch<T>(work: (journal: Journal) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'saliency-lens-'));
  const journal = new Journal(join(folder, 'journal'));
  try {
    return await work(journal);
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function nameOf({ target, against, box }: Asked, { labels }: EvaluatedModel): string {
  const label = (index: number): string => labels[index] ?? String(index);
  if (box) return `${label(box.index)} (${box.corners.map(Math.round).join(', ')})`;
  return against === undefined ? label(target) : `${label(target)} − ${label(against)}`;
}

const gone = (what: string, where: string): LensError =>
  new LensError({ code: 'not-found', what, where, next: 'Run the evaluation again' });
