import * as vscode from 'vscode';
import type { EvaluationSetup, MapCost } from '../../../protocol/evaluation-panel';
import type { RequestCost } from '../../../protocol/explain';
import type { EngineProcess } from '../../engine/process';
import { methodRequestOf } from './setup';

/** What every method of a set-up costs on the chosen models, ticked or not; nothing runs. @throws LensError */
export async function mapCosts(engine: EngineProcess, { models, methods }: EvaluationSetup): Promise<MapCost[]> {
  const requests = methods.map(methodRequestOf);
  const files = models.map((model) => vscode.Uri.parse(model).fsPath);
  const costs = await Promise.all(files.map((model) => engine.call('method.cost', { model, methods: requests })));
  return methods.map(({ key }, i) =>
    together(
      key,
      costs.map((ofModel) => ofModel[i]),
    ),
  );
}

/** A method that only some models refuse is possible: the evaluation leaves the others out. */
function together(key: string, all: readonly RequestCost[]): MapCost {
  const possible = all.filter(({ unavailable }) => unavailable === undefined);
  const expectedPasses = possible.reduce((sum, cost) => sum + cost.expectedPasses, 0);
  return { key, expectedPasses, ...(possible.length === 0 && { unavailable: all[0]?.unavailable }) };
}
