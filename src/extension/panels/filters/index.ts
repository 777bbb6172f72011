import * as vscode from 'vscode';
import type { FiltersSubject, FiltersToPanel } from '../../../protocol/filters-panel';
import type { Command } from '../../command';
import { nameOf } from '../../workspace/location';
import { pickWeights } from '../../workspace/picking';
import type { PanelHost } from '../host';
import { PanelKind } from '../kind';
import { modelViewType } from '../model';
import { FiltersPanel } from './panel';

/**
 * Shows the filters of the file given (and of one layer of it), of the model in the active editor, of the model in use,
 * or of a file the user picks.
 */
const openFilters: Command = {
  id: 'openFilters',
  async run(services, clicked, layer) {
    const model =
      clicked instanceof vscode.Uri
        ? clicked
        : (activeModel() ?? (await services.models.resolve()) ?? (await pickWeights()));
    if (!model) return;
    await filtersPanel.show(services, model.toString()).open(typeof layer === 'string' ? layer : undefined);
  },
};

function activeModel(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === modelViewType ? input.uri : undefined;
}

/** One panel per file. */
export const filtersPanel = new PanelKind({
  viewTypes: ['saliencyLens.filters'],
  page: 'filters',
  title: (model) => vscode.l10n.t('Filters: {0}', nameOf(vscode.Uri.parse(model))),
  keyOf: (state) => (state as { readonly subject?: FiltersSubject } | undefined)?.subject?.model ?? '',
  beside: true,
  commands: [openFilters],
  create: (host: PanelHost<FiltersToPanel>) => new FiltersPanel(host),
});
