import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationRequest } from '../../../protocol/evaluation';
import type { MetricDescription, MetricRequest, MetricSet } from '../../../protocol/metric';
import type { EvaluationChoice, EvaluationSetup } from '../../../protocol/evaluation-panel';
import type { MethodDescription, MethodRequest } from '../../../protocol/method';
import type { Parameter, ParameterValues } from '../../../protocol/parameter';
import type { EngineProcess } from '../../engine/process';
import { outputFolder } from '../../workspace/output';
import { settingsFor } from '../../workspace/settings';

/** Metrics of methods nobody chose metrics for. */
const usualMetrics = 'usual';

/** What there is to choose from. */
export interface Registries {
  readonly methods: readonly MethodDescription[];
  readonly metrics: readonly MetricDescription[];
  readonly sets: readonly MetricSet[];
}

export async function registriesOf(engine: EngineProcess): Promise<Registries> {
  const [methods, metrics, sets] = await Promise.all([
    engine.call('method.list', null),
    engine.call('metric.list', null),
    engine.call('metric.sets', null),
  ]);
  return { methods, metrics, sets };
}

/** Models of the workspace, and those of the set-up that lie elsewhere. */
export function withChosen(models: readonly vscode.Uri[], { models: chosen }: EvaluationSetup): vscode.Uri[] {
  const known = new Set(models.map(String));
  return [...models, ...chosen.filter((uri) => !known.has(uri)).map((uri) => vscode.Uri.parse(uri))];
}

/** How a folder is evaluated unless somebody says otherwise; methods and metrics as they were chosen last. */
export function defaultSetup(
  folder: vscode.Uri,
  model: vscode.Uri | undefined,
  registries: Registries,
  last?: EvaluationSetup,
): EvaluationSetup {
  const { defaultMethods } = settingsFor(folder);
  const usual = registries.sets.find(({ id }) => id === usualMetrics)?.metrics ?? [];
  const methods = last
    ? chosen(last.methods).map(methodRequestOf)
    : defaultMethods.map((method) => ({ method, params: {} }));
  return {
    labelling: null,
    models: model ? [model.toString()] : [],
    methods: methodChoices(registries.methods, methods),
    metrics: metricChoices(registries.metrics, last ? chosen(last.metrics).map(metricRequestOf) : usual),
    target: 'predicted',
    seed: 0,
    boxes: null,
    whichBoxes: 'confident',
    scoreThreshold: null,
    overlapThreshold: null,
    limit: null,
    out: outputFolder(
      folder,
      path.posix.join('evaluation', vscode.workspace.asRelativePath(folder).replace(/[\\/]+/g, '-')),
    ).fsPath,
    pairs: [],
  };
}

/** The choices of a suite file in place of the defaults. */
export function setupOfSuite(
  suite: Partial<EvaluationRequest>,
  otherwise: EvaluationSetup,
  registries: Registries,
): EvaluationSetup {
  const usual = registries.sets.find(({ id }) => id === usualMetrics)?.metrics ?? [];
  const metrics = suite.metrics ?? (suite.methods?.length ? usual : []);
  return {
    labelling: suite.labelling ?? null,
    models: suite.models?.map((model) => vscode.Uri.file(model).toString()) ?? otherwise.models,
    methods: methodChoices(registries.methods, suite.methods ?? []),
    metrics: metricChoices(registries.metrics, metrics),
    target: suite.target ?? 'predicted',
    seed: suite.seed ?? 0,
    boxes: suite.boxes ?? null,
    whichBoxes: suite.whichBoxes ?? 'confident',
    scoreThreshold: suite.scoreThreshold ?? null,
    overlapThreshold: suite.overlapThreshold ?? null,
    limit: suite.limit ?? null,
    out: suite.out ?? otherwise.out,
    pairs: suite.pairs ?? [],
  };
}

/** What the engine is asked for. */
export function requestOf(folder: vscode.Uri, setup: EvaluationSetup): EvaluationRequest {
  const { labelling, limit, target, boxes, whichBoxes, scoreThreshold, overlapThreshold, seed, out, pairs } = setup;
  return {
    folder: folder.fsPath,
    models: setup.models.map((model) => vscode.Uri.parse(model).fsPath),
    methods: chosen(setup.methods).map(methodRequestOf),
    metrics: chosen(setup.metrics).map(metricRequestOf),
    out,
    seed,
    target,
    ...(labelling !== null && { labelling }),
    // Absent in set-ups of earlier sessions.
    ...(typeof boxes === 'number' && { boxes }),
    ...(whichBoxes === 'wrong' && { whichBoxes }),
    ...(typeof scoreThreshold === 'number' && { scoreThreshold }),
    ...(typeof overlapThreshold === 'number' && { overlapThreshold }),
    ...(limit !== null && { limit }),
    ...(pairs.length > 0 && { pairs }),
  };
}

const chosen = (choices: readonly EvaluationChoice[]): readonly EvaluationChoice[] =>
  choices.filter(({ selected }) => selected);

export const methodRequestOf = ({ id, params, layer, seed }: EvaluationChoice): MethodRequest => ({
  method: id,
  params,
  ...(layer !== null && { layer }),
  ...(seed !== undefined && { seed }),
});

export const metricRequestOf = ({ id, params }: EvaluationChoice): MetricRequest => ({ metric: id, params });

/** Without metrics that need a mask. */
export function withoutMasks(setup: EvaluationSetup, metrics: readonly MetricDescription[]): EvaluationSetup {
  const masked = new Set(metrics.filter(({ needs }) => needs.includes('mask')).map(({ id }) => id));
  const left = setup.metrics.map((choice) => (masked.has(choice.id) ? { ...choice, selected: false } : choice));
  return { ...setup, metrics: left };
}

interface Described {
  readonly id: string;
  readonly params: readonly Parameter[];
}

/** Every method once, and those asked for as they were asked for, one asked for twice in two lines. */
const methodChoices = (all: readonly MethodDescription[], asked: readonly MethodRequest[]): EvaluationChoice[] =>
  choicesOf(
    all,
    asked.map(({ method, params, layer, seed }) => ({ id: method, params, layer, seed })),
  );

const metricChoices = (all: readonly MetricDescription[], asked: readonly MetricRequest[]): EvaluationChoice[] =>
  choicesOf(
    all,
    asked.map(({ metric, params }) => ({ id: metric, params })),
  );

function choicesOf(
  all: readonly Described[],
  asked: readonly { id: string; params: ParameterValues; layer?: string; seed?: number }[],
): EvaluationChoice[] {
  return all.flatMap(({ id, params }) => {
    const defaults = Object.fromEntries(params.map((parameter) => [parameter.name, parameter.default]));
    const own = asked.filter((one) => one.id === id);
    if (own.length === 0) return [{ key: id, id, selected: false, params: defaults, layer: null }];
    return own.map(({ params: given, layer, seed }, i): EvaluationChoice => ({
      key: i === 0 ? id : `${id} ${i + 1}`,
      id,
      selected: true,
      params: { ...defaults, ...given },
      layer: layer ?? null,
      ...(seed !== undefined && { seed }),
    }));
  });
}
