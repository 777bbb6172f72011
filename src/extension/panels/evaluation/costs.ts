import * as vscode from 'vscode';
import type { EvaluationSetup, MapCost } from '../../../protocol/evaluation-panel';
import type { RequestCost } from '../../../protocol/explain';
import type { FolderInspection } from '../../../protocol/folder';
import type { EngineProcess } from '../../engine/process';
import { methodRequestOf } from './setup';

/**
 * What every method of a set-up costs on the chosen models, ticked or not; nothing runs.
 * @param rates seconds of a pass of each model, as far as they are known
 * @throws LensError
 */
export async function mapCosts(
  engine: EngineProcess,
  { models, methods }: EvaluationSetup,
  rates: PassRates = new Map(),
): Promise<MapCost[]> {
  const requests = methods.map(methodRequestOf);
  const costs = await Promise.all(
    models.map(async (model) => {
      const all = await engine.call('method.cost', { model: vscode.Uri.parse(model).fsPath, methods: requests });
      return all.map((cost) => ({ ...cost, rate: rates.get(model) }));
    }),
  );
  return methods.map(({ key }, i) =>
    together(
      key,
      costs.map((ofModel) => ofModel[i]),
    ),
  );
}

/** Seconds of a forward pass of one image, by address of the model. */
export type PassRates = ReadonlyMap<string, number>;

/**
 * How long a pass of each chosen model takes here: the second one, since the first also compiles the model. A model that
 * cannot say has none.
 */
export async function passRates(
  engine: EngineProcess,
  folder: vscode.Uri,
  { models }: EvaluationSetup,
  { classes, unlabelled }: FolderInspection,
): Promise<PassRates> {
  const [example] = [...classes.flatMap(({ examples }) => examples), ...unlabelled.examples];
  const rates = new Map<string, number>();
  if (example === undefined) return rates;
  const input = vscode.Uri.joinPath(folder, example).fsPath;
  for (const model of models) {
    const predict = () => engine.call('input.predict', { model: vscode.Uri.parse(model).fsPath, input });
    const timed = await predict().then(predict, () => undefined);
    if (timed) rates.set(model, timed.seconds);
  }
  return rates;
}

interface TimedCost extends RequestCost {
  readonly rate: number | undefined;
}

/** A method that only some models refuse is possible: the evaluation leaves the others out. */
function together(key: string, all: readonly TimedCost[]): MapCost {
  const possible = all.filter(({ unavailable }) => unavailable === undefined);
  const expectedPasses = possible.reduce((sum, cost) => sum + cost.expectedPasses, 0);
  const isTimed = possible.length > 0 && possible.every(({ rate }) => rate !== undefined);
  return {
    key,
    expectedPasses,
    ...(isTimed && {
      expectedSeconds: possible.reduce((sum, cost) => sum + cost.expectedPasses * (cost.rate ?? 0), 0),
    }),
    ...(possible.length === 0 && { unavailable: all[0]?.unavailable }),
  };
}
