import * as vscode from 'vscode';
import type { EvaluationSetup, ModelCosts } from '../../../protocol/evaluation-panel';
import type { FolderInspection } from '../../../protocol/folder';
import type { EngineProcess } from '../../engine/process';
import { methodRequestOf, metricRequestOf } from './setup';

/**
 * What every method and metric of a set-up costs on each of the chosen models, ticked or not; nothing runs.
 * @param input an image of the folder: a model that leaves the size of its images open has that of the image
 * @param rates seconds of a pass of each model, as far as they are known
 * @throws LensError
 */
export function costsOf(
  engine: EngineProcess,
  { models, methods, metrics }: EvaluationSetup,
  input: string | undefined,
  rates: PassRates,
): Promise<ModelCosts[]> {
  return Promise.all(
    models.map(async (address) => {
      const model = vscode.Uri.parse(address).fsPath;
      const [ofMethods, ofMetrics] = await Promise.all([
        engine.call('method.cost', { model, methods: methods.map(methodRequestOf), input }),
        engine.call('metric.cost', { model, metrics: metrics.map(metricRequestOf), input }),
      ]);
      const secondsPerPass = rates.get(address);
      return {
        model: address,
        ...(secondsPerPass !== undefined && { secondsPerPass }),
        methods: ofMethods.map(({ expectedPasses, unavailable }, i) => ({
          key: methods[i].key,
          expectedPasses,
          unavailable,
        })),
        metrics: ofMetrics.map((cost, i) => ({ ...cost, key: metrics[i].key })),
      };
    }),
  );
}

/** Seconds of a forward pass of one image, by address of the model. */
export type PassRates = ReadonlyMap<string, number>;

/** The path of an image of a folder; undefined where none is known. */
export function exampleIn(folder: vscode.Uri, { classes, unlabelled }: FolderInspection): string | undefined {
  const [example] = [...classes.flatMap(({ examples }) => examples), ...unlabelled.examples];
  return example === undefined ? undefined : vscode.Uri.joinPath(folder, example).fsPath;
}

/**
 * How long a pass of each chosen model takes here: the second one, since the first also compiles the model. A model that
 * cannot say has none.
 */
export async function passRates(
  engine: EngineProcess,
  { models }: EvaluationSetup,
  input: string | undefined,
): Promise<PassRates> {
  const rates = new Map<string, number>();
  if (input === undefined) return rates;
  for (const model of models) {
    const predict = () => engine.call('input.predict', { model: vscode.Uri.parse(model).fsPath, input });
    const timed = await predict().then(predict, () => undefined);
    if (timed) rates.set(model, timed.seconds);
  }
  return rates;
}
