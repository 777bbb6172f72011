import { resolve } from 'node:path';
import { volumeSlices } from '../dataset/volume-slices';
import type { EvaluationEvent } from '../../protocol/evaluation-progress';
import type { EvaluationRequest } from '../../protocol/evaluation';
import type { EvaluationSummary } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import { lockFolder } from '../file/folder-lock';
import type { DeviceChoice } from '../../protocol/model';
import type { JobOptions } from '../session/execution';
import { metricColumn, metricParts } from './metric-columns';
import { commandLine } from './command-line';
import { InputEvaluator } from './input-evaluator';
import { Journal } from './journal';
import type { EvaluatedModel } from './evaluated-model';
import { openEvaluatedModels } from './evaluated-models';
import { clearParts, journalPath, writeResults, writeSkipped } from './result-files';
import { makePlan, type Plan } from './plan';
import { Rate } from './rate';
import { Results } from './results';
import { cancelled, stopped } from './run-end';
import { recordEvaluation } from './shard/recorded';
import { partOf, type PartOptions, type RunPart } from './run-part';
import type { EvaluationSet } from './evaluation-set';
import { openJudged } from './judge';
import type { Judge } from './judge/judge';
import { partialTable, plannedMethods, summarise } from './summary';
import { Timings } from './timings';

/** Milliseconds between two partial tables. */
const TABLE_PAUSE = 1000;

export interface EvaluationOptions extends JobOptions, PartOptions {
  readonly device: DeviceChoice;
  readonly threads: number;
  /** Asks it to stop between two inputs. */
  readonly stop?: AbortSignal;
}

/**
 * Evaluates models and explanations on a folder of labelled inputs and writes tables and reports. Inputs are taken one
 * after another and only numbers are kept; every finished result is in the journal of the output folder, so that a run
 * that was stopped goes on where it was and ends with the same files.
 * @throws LensError `cancelled` with everything done kept; `invalid-argument` for an unknown method, metric or
 * parameter
 */
export async function runEvaluation(
  request: EvaluationRequest,
  options: EvaluationOptions,
  emit: (event: EvaluationEvent) => void = () => undefined,
): Promise<EvaluationSummary> {
  const plan = makePlan(request);
  if (resolve(request.out) === resolve(request.folder)) {
    throw new LensError({
      code: 'invalid-argument',
      what: 'the results would lie among the inputs',
      where: request.out,
      next: 'Choose another folder for them; it may lie inside this one',
    });
  }
  const models = await openEvaluatedModels(
    request.models,
    { ...options, seed: plan.seed, thresholds: plan.thresholds },
    request.folder,
  );
  try {
    const { judge, set } = openJudged(request.folder, models, {
      ...request,
      slices: await volumeSlices(request.folder, models[0].opened.network.graph.inputDims),
    });
    const part = partOf(request, options);
    try {
      return await evaluatePart(request, { plan, judge, models, set, part }, options, emit);
    } finally {
      part.close();
    }
  } finally {
    for (const model of models) await model.close();
  }
}

type Opened = Pick<Run, 'plan' | 'judge' | 'models' | 'set' | 'part'>;

/** Evaluates into a folder that nothing else writes into meanwhile. */
async function evaluatePart(
  request: EvaluationRequest,
  opened: Opened,
  options: EvaluationOptions,
  emit: (event: EvaluationEvent) => void,
): Promise<EvaluationSummary> {
  const { out } = opened.part;
  const unlock = lockFolder(out);
  try {
    clearParts(out);
    const journal = new Journal(journalPath(out));
    try {
      const work = (tell: typeof emit) => evaluateInto(request, opened, journal, options, tell);
      const { device } = opened.models[0].opened.network;
      return await (opened.part.isRecorded ? recordEvaluation(request, { out, device }, emit, work) : work(emit));
    } finally {
      journal.close();
    }
  } finally {
    unlock();
  }
}

async function evaluateInto(
  request: EvaluationRequest,
  { plan, judge, models, set: whole, part }: Opened,
  journal: Journal,
  options: EvaluationOptions,
  emit: (event: EvaluationEvent) => void,
): Promise<EvaluationSummary> {
  const set = await part.inputs(whole, journal);
  const timings = new Timings(part.out, models, plan, part.earlier);
  const run = { request, plan, judge, models, set, part, journal, timings };
  emit({
    kind: 'started',
    total: set.inputs.length,
    skipped: set.skipped.length,
    models: models.map((m) => m.name),
    methods: plannedMethods(plan),
    columns: plan.metrics.map((_, metric) => metricColumn(plan, { metric, part: null })),
  });
  const { results, skipped } = await evaluateInputs(run, options, emit).finally(() => timings.write());
  part.check();
  const summary = summarise({
    ...run,
    results,
    skipped: skipped.length,
    command: commandLine(request, plan, options),
  });
  const parts = metricParts(plan, results);
  writeResults(part.out, { summary, parts, results, skipped, judge, classes: set.classes });
  return summary;
}

interface Run {
  readonly request: EvaluationRequest;
  readonly plan: Plan;
  readonly judge: Judge;
  readonly models: readonly EvaluatedModel[];
  readonly set: EvaluationSet;
  readonly part: RunPart;
  readonly journal: Journal;
  readonly timings: Timings;
}

async function evaluateInputs(
  { request, plan, judge, models, set, part, journal, timings }: Run,
  options: EvaluationOptions,
  emit: (event: EvaluationEvent) => void,
) {
  const results = new Results(
    set.inputs.length,
    models.map((model, m) => judge.tally(model, set.classes[m], set.inputs.length)),
  );
  const skipped = [...set.skipped];
  const evaluator = new InputEvaluator({
    root: resolve(request.folder),
    inputs: set.inputs,
    plan,
    judge,
    models,
    journal,
    source: part.source(journal),
    results,
    timings,
    options,
  });
  const rate = new Rate(set.inputs.length);
  let shown = -Infinity;
  for (const input of set.inputs) {
    if (options.signal?.aborted) throw cancelled();
    if (options.stop?.aborted) throw stopped();
    const { fault, worked } = await evaluator.evaluate(input);
    if (fault) skipped.push({ name: input.name, reason: fault });
    rate.count(worked);
    const now = performance.now();
    emit({ kind: 'progress', ...rate.now(), skipped: skipped.length, image: input.name });
    // Where everything is in the journal, nothing else lets messages in, a cancellation for example.
    await new Promise((done) => setImmediate(done));
    if (now - shown < TABLE_PAUSE) continue;
    shown = now;
    timings.write();
    emit(partialTable(results, models, plan));
  }
  emit(partialTable(results, models, plan));
  skipped.push(...evaluator.remarks);
  if (results.count === 0 && !part.mayBeEmpty) {
    part.check();
    writeSkipped(part.out, skipped);
    const [first] = skipped.slice(set.skipped.length);
    throw new LensError({
      code: 'not-found',
      what: `none of the ${set.inputs.length} inputs could be used (${first.name}: ${first.reason})`,
      where: request.folder,
      next: 'Check the files and the model; skipped.csv says why for each',
    });
  }
  return { results, skipped };
}
