import * as vscode from 'vscode';
import { usualBoxes } from '../../../protocol/evaluation';
import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type {
  EvaluationChoice,
  EvaluationDocument,
  EvaluationSetup,
  SetupPart,
} from '../../../protocol/evaluation-panel';
import type { Preprocessing, RecipeSummary } from '../../../protocol/recipe';
import { methodRequest, setupKey } from '../evaluated-maps';
import { setupOfSuite, type Registries } from './setup';

/** What would be run. */
interface Intent {
  readonly setup: EvaluationSetup;
  readonly folder: NonNullable<EvaluationDocument['folder']>;
  readonly recipes?: readonly RecipeSummary[];
}

/** The set-up that results were made with. */
export function setupOfResults(
  summary: EvaluationSummary,
  otherwise: EvaluationSetup,
  registries: Registries,
): EvaluationSetup {
  const { models, methods, target, boxes, seed } = summary;
  const made = {
    models: models.map(({ path }) => path),
    methods: methods.map((method) => ({ ...methodRequest(method), ...(method.seed === seed && { seed: undefined }) })),
    metrics: wholeMetrics(summary).map(({ metric, params }) => ({ metric, params })),
    target,
    ...(boxes && withBoxes(boxes)),
    seed,
  };
  const { labelling, limit, out, pairs } = otherwise;
  const setup = { ...setupOfSuite(made, otherwise, registries), labelling, limit, out, pairs };
  return methods.length > 0 ? setup : { ...setup, metrics: otherwise.metrics };
}

/** What a run would do otherwise than the one whose results are shown. */
export function differingParts(summary: EvaluationSummary, { setup, folder, recipes = [] }: Intent): SetupPart[] {
  const [then, now] = [contentsOf(summary), intendedOf({ setup, folder })];
  const parts: SetupPart[] = (['models', 'methods', 'metrics'] as const).filter(
    (part) => !isSubset(then[part], now[part]) || !isSubset(now[part], then[part]),
  );
  if (then.folder !== now.folder) parts.push('folder');
  if (summary.target !== setup.target) parts.push('target');
  if (!areSameBoxes(summary, setup)) parts.push('boxes');
  if (summary.seed !== setup.seed) parts.push('seed');
  if (summary.models.some(({ path, recipe }) => isFedOtherwise(recipe, recipeOf(path, recipes)))) parts.push('recipes');
  return parts;
}

/** Whether all that the results tell of would be among what a run gives, so that it replaces nothing. */
export function holdsAll(summary: EvaluationSummary, intent: Intent): boolean {
  const [then, now] = [contentsOf(summary), intendedOf(intent)];
  return (
    then.folder === now.folder &&
    summary.target === intent.setup.target &&
    areSameBoxes(summary, intent.setup) &&
    summary.seed === intent.setup.seed &&
    (['models', 'methods', 'metrics'] as const).every((part) => isSubset(then[part], now[part]))
  );
}

const withBoxes = ({ most, which, ...thresholds }: NonNullable<EvaluationSummary['boxes']>) => ({
  boxes: most,
  whichBoxes: which,
  ...thresholds,
});

/** Of models that are no detectors, all are; methods decide whether any is explained. */
const areSameBoxes = ({ boxes, methods }: EvaluationSummary, setup: EvaluationSetup): boolean =>
  !boxes ||
  ((boxes.scoreThreshold ?? null) === (setup.scoreThreshold ?? null) &&
    (boxes.overlapThreshold ?? null) === (setup.overlapThreshold ?? null) &&
    (methods.length === 0 ||
      (boxes.most === (setup.boxes ?? usualBoxes) && boxes.which === (setup.whichBoxes ?? 'confident'))));

interface Contents {
  readonly folder: string;
  readonly models: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
}

function contentsOf(summary: EvaluationSummary): Contents {
  return {
    folder: vscode.Uri.file(summary.folder).fsPath,
    models: new Set(summary.models.map(({ path }) => vscode.Uri.file(path).fsPath)),
    methods: new Set(summary.methods.map(({ id, params, layer, seed }) => setupKey(id, params, layer, seed))),
    metrics: new Set(wholeMetrics(summary).map(({ metric, params }) => setupKey(metric, params))),
  };
}

function intendedOf({ setup, folder }: Intent): Contents {
  const chosen = (choices: readonly EvaluationChoice[]): readonly EvaluationChoice[] =>
    choices.filter(({ selected }) => selected);
  const methods = chosen(setup.methods);
  return {
    folder: vscode.Uri.parse(folder.uri).fsPath,
    models: new Set(setup.models.map((model) => vscode.Uri.parse(model).fsPath)),
    methods: new Set(methods.map(({ id, params, layer, seed }) => setupKey(id, params, layer, seed ?? setup.seed))),
    // Without methods there is nothing that metrics would judge.
    metrics: new Set(methods.length > 0 ? chosen(setup.metrics).map(({ id, params }) => setupKey(id, params)) : []),
  };
}

const wholeMetrics = ({ columns, methods }: EvaluationSummary): EvaluationSummary['columns'] =>
  methods.length > 0 ? columns.filter(({ part }) => part === null) : [];

const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((one) => all.has(one));

const recipeOf = (path: string, recipes: readonly RecipeSummary[]): Preprocessing | null | undefined =>
  recipes.find(({ model }) => vscode.Uri.parse(model).fsPath === vscode.Uri.file(path).fsPath)?.preprocessing;

/** Whether another recipe holds now; who stated it does not matter. */
function isFedOtherwise(then: Preprocessing | undefined, now: Preprocessing | null | undefined): boolean {
  if (!then || !now) return false;
  const numbers = ({ guessed: _guessed, ...recipe }: Preprocessing): string =>
    JSON.stringify(Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1)));
  return numbers(then) !== numbers(now);
}
