import * as vscode from 'vscode';
import { modelViewType } from '../editors/model/provider';
import { FiltersPanel } from '../panels/filters/panel';
import type { Services } from '../services';
import type { Command } from './command';

/** Endings of files that have filters. */
const endings = ['onnx', 'safetensors', 'pt', 'pth', 'keras', 'h5', 'json'];

/**
 * Shows the filters of the file given (and of one layer of it), of the model in the active editor, of the model in use,
 * or of a file the user picks.
 */
export const openFilters: Command = {
  id: 'openFilters',
  async run(services: Services, clicked: unknown, layer: unknown) {
    const model =
      clicked instanceof vscode.Uri
        ? clicked
        : (activeModel() ?? (await services.models.resolve()) ?? (await pickFile()));
    if (model) await FiltersPanel.show(services, model, typeof layer === 'string' ? layer : undefined);
  },
};

function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === modelViewType ? input.uri : undefined;
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const filters = { [vscode.l10n.t('Models and weights')]: endings };
  const [picked] =
    (await vscode.window.showOpenDialog({ filters, defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri })) ?? [];
  return picked;
}
