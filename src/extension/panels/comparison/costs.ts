import * as vscode from 'vscode';
import type { ComparisonDocument } from '../../../protocol/comparison-panel';
import type { MethodCost } from '../../../protocol/explain-document';
import type { Services } from '../../services';
import { requestsOf } from '../choices';
import { sumsOf, underAll } from '../method-costs';

/** What the maps of one image cost by every method, ticked or not; empty where a model cannot say. */
export async function costsOf(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  { inputs, models, choices, pending }: Pick<ComparisonDocument, 'inputs' | 'models' | 'choices' | 'pending'>,
): Promise<readonly MethodCost[]> {
  const methods = (pending ?? choices).flatMap(requestsOf).map(({ request }) => request);
  if (inputs.length === 0 || methods.length === 0) return [];
  const input = await files.pathOf(vscode.Uri.parse(inputs[0].uri));
  const costs = await Promise.all(
    models.map(async ({ uri }) => {
      const model = await files.pathOf(vscode.Uri.parse(uri));
      return sumsOf(await engine.call('method.cost', { model, input, methods }));
    }),
  );
  return underAll(costs);
}
