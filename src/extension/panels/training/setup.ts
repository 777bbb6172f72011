import path from 'node:path';
import * as vscode from 'vscode';
import type { Parameter, ParameterValue, ParameterValues } from '../../../protocol/parameter';
import { changedValues } from '../../../protocol/parameter-text';
import type { TrainingRequest } from '../../../protocol/training';
import type { TrainingEntry, TrainingRegistries } from '../../../protocol/training-registries';
import type { OneChoice, TrainingChoice, TrainingSetup } from '../../../protocol/training-panel';
import { outputFolder } from '../../workspace/output';

/** The network that is trained where nobody has chosen one. */
const USUAL: Readonly<Record<'network' | 'optimiser' | 'schedule', string>> = {
  network: 'cnn',
  optimiser: 'adamw:learningRate=0.003',
  schedule: 'one-cycle',
};

/** How a folder is trained on unless somebody says otherwise; as it was chosen last in this workspace. */
export function defaultSetup(folder: vscode.Uri, registries: TrainingRegistries, last?: TrainingSetup): TrainingSetup {
  const name = vscode.workspace.asRelativePath(folder).replace(/[\\/]+/g, '-');
  const out = outputFolder(folder, path.posix.join('training', name)).fsPath;
  const first: TrainingSetup = {
    networks: choicesOf(registries.networks, [USUAL.network]),
    augmentations: choicesOf(registries.augmentations, []),
    optimiser: oneOf(registries.optimisers, USUAL.optimiser),
    schedule: oneOf(registries.schedules, USUAL.schedule),
    folds: 5,
    repeats: 1,
    sizes: [],
    epochs: 20,
    batch: 32,
    seed: 0,
    balanced: false,
    labelSmoothing: 0,
    clip: 0,
    patience: 0,
    size: null,
    color: 'rgb',
    out,
  };
  // Sizes, counts and colours are those of one folder.
  return last
    ? { ...setupOf(requestOf(folder, last), first, registries), size: null, color: 'rgb', sizes: [], out }
    : first;
}

/** What the engine is asked for. */
export function requestOf(folder: vscode.Uri, setup: TrainingSetup, registries?: TrainingRegistries): TrainingRequest {
  const { networks, augmentations, optimiser, schedule, size, repeats, sizes, ...rest } = setup;
  const chosen = (choices: readonly TrainingChoice[], all: readonly TrainingEntry[] | undefined): string[] =>
    choices.filter(({ selected }) => selected).map((choice) => textOf(choice, all));
  return {
    ...rest,
    folder: folder.fsPath,
    networks: chosen(networks, registries?.networks),
    augmentations: chosen(augmentations, registries?.augmentations),
    optimiser: textOf(optimiser, registries?.optimisers),
    schedule: textOf(schedule, registries?.schedules),
    ...(repeats > 1 && { repeats }),
    ...(sizes.length > 0 && { sizes }),
    ...(size?.length === 2 && { size: [size[0], size[1]] as const }),
  };
}

/** The set-up that something was asked for with. */
export function setupOf(
  request: Omit<TrainingRequest, 'folder' | 'out'>,
  otherwise: TrainingSetup,
  registries: TrainingRegistries,
): TrainingSetup {
  const { epochs, batch, folds, seed, balanced, labelSmoothing, clip, patience, color } = request;
  return {
    ...otherwise,
    ...{ epochs, batch, folds, seed, balanced, labelSmoothing, clip, patience, color },
    networks: choicesOf(registries.networks, request.networks),
    augmentations: choicesOf(registries.augmentations, request.augmentations),
    optimiser: oneOf(registries.optimisers, request.optimiser),
    schedule: oneOf(registries.schedules, request.schedule),
    size: request.size ?? null,
    repeats: request.repeats ?? 1,
    sizes: request.sizes ?? [],
  };
}

/** Whether results were asked for on the command line with what the panel has no field for. */
export const isBeyond = ({ leaveOneOut, heldOut, leastUpdates, labelling }: Omit<TrainingRequest, 'folder' | 'out'>) =>
  Boolean(leaveOneOut || leastUpdates || labelling) || heldOut !== undefined;

/** Whether two set-ups come to the same results, wherever these go. */
export const isSame = (one: TrainingSetup, other: TrainingSetup): boolean => wantedOf(one) === wantedOf(other);

function wantedOf({ networks, augmentations, out: _, ...rest }: TrainingSetup): string {
  const chosen = (choices: readonly TrainingChoice[]) =>
    choices.filter(({ selected }) => selected).map(({ id, params }) => [id, sorted(params)]);
  const { optimiser, schedule, ...plain } = rest;
  return JSON.stringify([
    chosen(networks),
    chosen(augmentations),
    [optimiser, schedule].map(({ id, params }) => [id, sorted(params)]),
    sorted(plain),
  ]);
}

const sorted = (values: object): unknown[] => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** `id:name=value:…` with what is not a default. */
function textOf({ id, params }: OneChoice, all: readonly TrainingEntry[] = []): string {
  const schema = all.find((one) => one.id === id)?.params;
  const pairs = schema
    ? changedValues(schema, params)
    : Object.entries(params).map(([name, value]) => [name, text(value)]);
  return [id, ...pairs.map(([name, value]) => `${name}=${value}`)].join(':');
}

const text = (value: ParameterValue): string => (Array.isArray(value) ? value.join('x') : String(value));

/** Every entry once, and those asked for as they were asked for, one asked for twice in two lines. */
function choicesOf(all: readonly TrainingEntry[], asked: readonly string[]): TrainingChoice[] {
  return all.flatMap((entry) => {
    const own = asked.filter((one) => isOf(one, entry));
    if (own.length === 0) return [{ key: entry.id, id: entry.id, selected: false, params: valuesOf(entry.params, '') }];
    return own.map((one, i): TrainingChoice => ({
      key: i === 0 ? entry.id : `${entry.id} ${i + 1}`,
      id: entry.id,
      selected: true,
      params: valuesOf(entry.params, one),
    }));
  });
}

function oneOf(all: readonly TrainingEntry[], asked: string): OneChoice {
  const entry = all.find((one) => isOf(asked, one)) ?? all[0];
  return { id: entry.id, params: valuesOf(entry.params, asked) };
}

/** The id of a model is its path, which may hold colons itself. */
const isOf = (asked: string, { id }: TrainingEntry): boolean => asked === id || asked.startsWith(`${id}:`);

/** All values of a schema: those written behind an id, and defaults for the rest. */
function valuesOf(schema: readonly Parameter[], asked: string): ParameterValues {
  const given = new Map(
    asked
      .split(':')
      .slice(1)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return Object.fromEntries(
    schema.map((parameter) => {
      const written = given.get(parameter.name);
      return [parameter.name, written === undefined ? parameter.default : valueOf(parameter, written)];
    }),
  );
}

function valueOf({ kind }: Parameter, written: string): ParameterValue {
  if (kind === 'boolean') return written === 'true';
  if (kind === 'number' || kind === 'integer') return Number(written);
  return kind === 'numbers' ? written.split(/[x,]/).map(Number) : written;
}
