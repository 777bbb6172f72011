import * as vscode from 'vscode';
import { modelTitle } from '../../../protocol/model-files';
import type { NetworkEntry, TrainingRegistries } from '../../../protocol/training-registries';
import type { ModelChoice } from '../../workspace/choice';

/** What there is to choose from, models of the workspace among the networks; those on disk alone, since they are read. */
export async function withModels(registries: TrainingRegistries, choice: ModelChoice): Promise<TrainingRegistries> {
  const models = (await choice.likeliest()).filter(({ scheme }) => scheme === 'file');
  const own = models.map((uri): NetworkEntry => ({
    id: uri.fsPath,
    label: modelTitle(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    params: registries.modelParams,
    of: 'any',
    isModel: true,
  }));
  return { ...registries, networks: [...registries.networks, ...own] };
}
